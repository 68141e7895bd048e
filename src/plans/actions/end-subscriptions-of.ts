import type { Tx } from "#storage";
import { liveSubscriptionsOf } from "../store/subscriptions.ts";
import { changeSubscription, type Doing } from "./change-subscription.ts";

/** What the audit log is told of each. */
type Note = (entry: {
  readonly action: string;
  readonly subject: string;
  readonly facts: Readonly<Record<string, unknown>>;
}) => void;

const REASON = "the client was retired";

/** Ends all subscriptions of a client that is retired, in the same transaction; one that comes back asks for plans anew. */
export async function endSubscriptionsOf(
  tx: Tx,
  client: { readonly id: string; readonly client: string },
  { note, ...doing }: Omit<Doing, "reason"> & { readonly note: Note },
): Promise<void> {
  for (const row of await liveSubscriptionsOf(tx, client.id)) {
    await changeSubscription(tx, row, { command: { verb: "end" }, doing: { ...doing, reason: REASON } });
    const facts = { client: client.client, api: row.api, plan: row.plan, reason: REASON };
    note({ action: "subscription.end", subject: `subscription:${row.id}`, facts });
  }
}
