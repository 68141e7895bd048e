import { randomBytes } from "node:crypto";
import { Clients, type ClientsOptions } from "#clients";
import { letterContent, type Mail } from "#mail";
import type { Clock, Ids } from "#kernel";
import { endSubscriptionsOf } from "#plans";
import type { State } from "#storage";
import type { EventStream } from "../stream/event-stream.ts";
import { RegisteredClients } from "./registered-clients.ts";

/** What clients of a running server stand on. */
export interface OpenClientsParts {
  readonly state: State;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "next">;
  readonly publicUrl: string;
  readonly mail: Mail;
  readonly stream: EventStream;
}

/** What is shown of clients beside themselves: their names stand in it. */
const NAMED_IN = ["traffic", "objectives", "alerts"] as const;

/** Clients, and how records name them. */
export interface OpenClients {
  readonly clients: Clients;
  readonly registered: RegisteredClients;
}

/** Clients whose changes the console hears of, and whose contacts are verified by mail where there is mail. */
export async function openClients(parts: OpenClientsParts): Promise<OpenClients> {
  const { state, clock, ids, publicUrl, mail, stream } = parts;
  const onChanged: ClientsOptions["onChanged"] = ({ client, organisation }, names) => {
    stream.changed("clients", { organisations: [organisation] });
    if (!names) return;
    registered.takeRoom(client);
    for (const topic of NAMED_IN) stream.changed(topic);
  };
  const common = { state, clock, ids, entropy: randomBytes, publicUrl, onChanged, onRetired: endSubscriptionsOf };
  const order: ClientsOptions["order"] = (tx, { id: letter, mail: to, organisation, link, until }) =>
    mail.order(tx, {
      to,
      subject: `Is this address a contact of ${organisation}?`,
      content: letterContent({
        paragraphs: [
          `Somebody named this address as a contact of ${organisation}. Say that it is right, and notices go here.`,
        ],
        link: { text: "This address is right", url: link },
        because: "The link works once, for seven days. If you do not know what this is about, do nothing.",
      }),
      key: `contact ${letter}`,
      until,
    });
  const clients = await Clients.open(mail.isOn ? { ...common, order } : common);
  const registered = new RegisteredClients(clients.names);
  return { clients, registered };
}
