import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMay } from "../identity/use-may.ts";
import { isDeveloper } from "../shell/places.ts";
import { sessionQuery } from "../server/queries.ts";
import { request, withQuery } from "../server/request.ts";
import type { RegisteredClient } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/section.tsx";
import { ErrorState } from "../ui/state.tsx";
import { say } from "../ui/toasts.tsx";
import { WhoChanged } from "../settings/who-changed.tsx";
import { ContactLine } from "./contact-line.tsx";
import { clientPath, organisationQuery, registeredClientQuery } from "./register-queries.ts";
import { RegisterClient } from "./register-client.tsx";

/** Who a client is: whose, how its organisation is reached, and what else it is called; or how to register it. */
export function ClientIdentity({ client }: { client: string }) {
  const { data } = useQuery(registeredClientQuery(client));
  if (data === undefined) return null;
  return (
    <Section title="Who it is">
      {data === null ? <RegisterClient name={client} /> : <Registered client={data} />}
    </Section>
  );
}

function Registered({ client }: { client: RegisteredClient }) {
  const { data } = useQuery(organisationQuery(client.organisation));
  return (
    <>
      <p>
        <b>
          <bdi>{client.title}</bdi>
        </b>
        {client.retiredAt === null ? "" : " (retired: its keys are dead)"}, of{" "}
        <Link to={`/organisations/${client.organisation}`} className="door font-medium">
          <bdi>{data?.title ?? client.organisation}</bdi>
        </Link>
        {client.environment === null ? "" : `, calls from ${client.environment}`}
      </p>
      {client.description !== "" && (
        <p className="max-w-[720px] text-soft">
          <bdi>{client.description}</bdi>
        </p>
      )}
      <SeenNames client={client} />
      <Names label="Formerly" names={client.formerNames} />
      <ul className="mt-0.5">
        {data?.contacts.map((contact) => (
          <ContactLine key={contact.id} contact={contact} />
        ))}
      </ul>
      <WhoChanged client={client.client} />
      {data?.contacts.length === 0 && (
        <p className="text-soft">
          Nobody is named as a contact.{" "}
          <Link to={`/organisations/${client.organisation}`} className="door">
            Add one
          </Link>{" "}
          so that somebody hears of an incident.
        </p>
      )}
    </>
  );
}

/** Claimed names; each can be taken back. */
function SeenNames({ client: { client, seenAs, managedBy } }: { client: RegisteredClient }) {
  const queries = useQueryClient();
  const may = useMay();
  const { data } = useQuery(sessionQuery);
  // What decides whose traffic is whose is the provider's.
  const isProvider = data !== undefined && data.person !== null && !isDeveloper(data.person);
  const release = useMutation({
    mutationFn: (name: string) => request(withQuery(`${clientPath(client)}/claims`, { name }), { method: "DELETE" }),
    onSuccess: (_answer, name) => {
      say(`“${name}” is nobody's again.`);
      void queries.invalidateQueries({ queryKey: ["clients"] });
    },
  });
  if (!may("client:write") || !isProvider || managedBy !== null) {
    return <Names label="Seen in traffic as" names={seenAs} />;
  }
  return (
    <>
      <ul>
        {seenAs.map((name) => (
          <li key={name} className="flex flex-wrap items-center gap-x-2 border-b border-rule py-0.5">
            <span className="text-soft">seen as</span>
            <bdi className="min-w-12 flex-1 [overflow-wrap:anywhere]">{name}</bdi>
            <Button onClick={() => release.mutate(name)} disabled={release.isPending}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
      {release.error !== null && <ErrorState error={release.error} />}
    </>
  );
}

function Names({ label, names }: { label: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p className="text-soft [overflow-wrap:anywhere]">
      {label}{" "}
      {names.map((name, i) => (
        <span key={name}>
          {i > 0 && ", "}
          <bdi>{name}</bdi>
        </span>
      ))}
    </p>
  );
}
