import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { RegisteredClient } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";
import { ContactLine } from "./contact-line.tsx";
import { organisationQuery, registeredClientQuery } from "./register-queries.ts";
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
      <Names label="Seen in traffic as" names={client.seenAs} />
      <Names label="Formerly" names={client.formerNames} />
      <ul className="mt-0.5">
        {data?.contacts.map((contact) => (
          <ContactLine key={contact.id} contact={contact} />
        ))}
      </ul>
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
