import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { OrganisationContacts } from "../clients/organisation-contacts.tsx";
import { OrganisationPeople } from "../clients/organisation-people.tsx";
import { organisationsQuery, registeredClientsQuery } from "../clients/register-queries.ts";
import { useMay } from "../identity/use-may.ts";
import type { Organisation, RegisteredClient } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, EmptyState, Skeleton } from "../ui/state.tsx";
import { NewClient } from "./new-client.tsx";
import { OwnClient } from "./own-client.tsx";
import { ownSentence } from "./own-sentence.ts";
import { useOwnPlans } from "./use-own-plans.ts";

/** What is a developer's own: clients with their keys and plans, and how the organisation is reached. */
export function MyPage() {
  const may = useMay();
  return (
    <>
      <h1 className="mb-0.5">Your clients</h1>
      {may("client:read") ? <OfOrganisations /> : <NoOrganisation />}
    </>
  );
}

function NoOrganisation() {
  return (
    <EmptyState title="You act for no organisation">
      <p>Ask the provider of the API, or somebody of your organisation, to invite you.</p>
    </EmptyState>
  );
}

function OfOrganisations() {
  const organisations = useQuery(organisationsQuery);
  const clients = useQuery(registeredClientsQuery);
  return (
    <Answer query={organisations} skeleton={<Skeleton className="h-64" />}>
      {({ items: owners }) => (
        <>
          <Answer query={clients} skeleton={<Skeleton className="h-64" />}>
            {({ items }) => <Clients owners={owners} clients={items} />}
          </Answer>
          {owners.map((organisation) => (
            <Section key={organisation.organisation} title={organisation.title}>
              <div className="grid grid-cols-1 gap-x-4 lg:grid-cols-2">
                <OrganisationContacts organisation={organisation} level={3} />
                <OrganisationPeople organisation={organisation.organisation} level={3} />
              </div>
            </Section>
          ))}
        </>
      )}
    </Answer>
  );
}

interface ClientsProps {
  readonly owners: readonly Organisation[];
  readonly clients: readonly RegisteredClient[];
}

function Clients({ owners, clients }: ClientsProps) {
  const [adding, setAdding] = useState(false);
  const may = useMay();
  const plans = useOwnPlans(clients);
  const sentence = ownSentence(
    owners.map(({ title }) => title),
    clients.map(({ client }) => client),
    plans,
  );
  return (
    <>
      <Sentence>{sentence}</Sentence>
      {clients.length === 0 && (
        <EmptyState title="No client yet">
          <p>A client is a program of yours that calls an API. It has keys of its own, and a plan for each API.</p>
          {may("client:write") && <NewClient owners={owners} />}
        </EmptyState>
      )}
      {clients.map((client) => (
        <OwnClient key={client.id} client={client} />
      ))}
      {clients.length > 0 && may("client:write") && !adding && (
        <Button className="mt-2" onClick={() => setAdding(true)}>
          Add a client
        </Button>
      )}
      {clients.length > 0 && adding && (
        <Section title="A new client">
          <NewClient owners={owners} close={() => setAdding(false)} />
        </Section>
      )}
    </>
  );
}
