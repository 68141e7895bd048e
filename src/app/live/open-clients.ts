import { randomBytes } from "node:crypto";
import { Clients } from "#clients";
import { letterContent, type Mail } from "#mail";
import type { Clock, Ids } from "#kernel";
import type { State } from "#storage";
import type { EventStream } from "../stream/event-stream.ts";
import type { RegisteredClients } from "./registered-clients.ts";

/** What clients of a running server stand on. */
export interface OpenClientsParts {
  readonly state: State;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "next">;
  readonly publicUrl: string;
  readonly mail: Mail;
  readonly stream: EventStream;
  readonly registered: RegisteredClients;
  readonly report: (fault: unknown) => void;
}

/** Clients whose changes the intake follows and the console hears of, and whose contacts are verified by mail where there is mail. */
export async function openClients(parts: OpenClientsParts): Promise<Clients> {
  const { state, clock, ids, publicUrl, mail, stream, registered, report } = parts;
  await registered.load(state);
  const reload = onceAtATime(() => registered.load(state), report);
  const onChanged = (): void => {
    stream.changed("clients");
    reload();
  };
  const common = { state, clock, ids, entropy: randomBytes, publicUrl, onChanged };
  if (!mail.isOn) return Clients.open(common);
  return Clients.open({
    ...common,
    order: (tx, { id: letter, mail: to, organisation, link, until }) =>
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
      }),
  });
}

/** However often it is asked for, the work runs once at a time, and once more when it was asked for meanwhile. */
function onceAtATime(work: () => Promise<void>, report: (fault: unknown) => void): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } finally {
      running = false;
    }
  };
  return () => {
    if (running) again = true;
    else run().catch(report);
  };
}
