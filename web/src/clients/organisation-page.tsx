import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { countText } from "#kernel";
import { useCurrentApi } from "../shell/use-api.ts";
import { usePageParam } from "../shell/use-page-param.ts";
import type { Organisation, RegisteredClient } from "../server/wire.ts";
import { ReleaseFromText } from "../settings/release-from-text.tsx";
import { WhoChanged } from "../settings/who-changed.tsx";
import { Section } from "../ui/section.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";
import { OrganisationContacts } from "./organisation-contacts.tsx";
import { OrganisationPeople } from "./organisation-people.tsx";
import { clientsOfQuery, organisationQuery } from "./register-queries.ts";

/** An organisation: its clients, and how it is reached. */
export function OrganisationPage() {
  const name = usePageParam("organisation") ?? "";
  const query = useQuery(organisationQuery(name));
  const clients = useQuery(clientsOfQuery(name));
  return (
    <>
      <h1 className="mb-0.5">
        <bdi>{query.data?.title ?? name}</bdi>
      </h1>
      <Answer query={query} skeleton={<Skeleton className="h-48" />}>
        {(organisation) => (
          <>
            <Sentence>{sentenceOf(organisation)}</Sentence>
            {organisation.managedBy !== null && (
              <p className="text-soft">
                {organisation.note === null
                  ? "Your provider keeps this: ask there to have it changed."
                  : `Kept in the text of the configuration “${organisation.managedBy}”: change it there.`}
              </p>
            )}
            <ReleaseFromText kind="organisation" name={organisation.organisation} managedBy={organisation.managedBy} />
            {organisation.note !== null && organisation.note !== "" && (
              <p className="max-w-[720px] text-soft">
                Note: <bdi>{organisation.note}</bdi>
              </p>
            )}
            <Section title="Its clients">
              <Answer query={clients} skeleton={<Skeleton className="h-12" />}>
                {({ items }) => <Clients clients={items} />}
              </Answer>
            </Section>
            <OrganisationContacts organisation={organisation} />
            <OrganisationPeople organisation={organisation.organisation} />
            <p className="mt-2">
              <WhoChanged subject={`organisation:${organisation.organisation}`} />
            </p>
          </>
        )}
      </Answer>
    </>
  );
}

function sentenceOf({ title, clients, contacts }: Organisation): string {
  const verified = contacts.filter(({ verifiedAt }) => verifiedAt !== null).length;
  const has = `${title} has ${clients === 1 ? "one client" : `${countText(clients)} clients`}`;
  if (contacts.length === 0) return `${has}, and nobody is named who would hear of an incident.`;
  if (contacts.length === 1) return `${has}, and one contact, ${verified === 1 ? "verified" : "not verified yet"}.`;
  return `${has}, and ${countText(contacts.length)} contacts, ${verified === 0 ? "none" : countText(verified)} of them verified.`;
}

function Clients({ clients }: { clients: readonly RegisteredClient[] }) {
  const api = useCurrentApi();
  if (clients.length === 0) {
    return <p className="text-soft">None is registered yet. Open a name in the traffic to say whose it is.</p>;
  }
  return (
    <ul>
      {clients.map(({ id, client, title, retiredAt }) => (
        <li key={id} className="flex flex-wrap gap-x-2 border-b border-rule py-0.5">
          {api === undefined ? (
            <bdi className="font-medium">{client}</bdi>
          ) : (
            <Link to={`/apis/${encodeURIComponent(api)}/clients/${client}`} className="door font-medium">
              {client}
            </Link>
          )}
          {title !== client && <bdi className="text-soft">{title}</bdi>}
          {retiredAt !== null && <span className="text-soft">retired</span>}
        </li>
      ))}
    </ul>
  );
}
