import type { ChangeContext } from "#identity";
import type { Tx } from "#storage";
import type { ClientRow } from "../model/rows.ts";
import { keysOf, updateKey } from "../store/keys.ts";
import type { KeyBook } from "./key-book.ts";

/** Who retires a client, and when; each thing that ends with it has an entry of its own in the audit log. */
export interface Ending {
  readonly now: number;
  /** Who, by name. */
  readonly by: string;
  readonly side: "provider" | "organisation";
  readonly note: ChangeContext["note"];
}

/** Ends what a client has, in the transaction that retires it: of what lies above this module. */
export type OnClientRetired = (tx: Tx, client: ClientRow, ending: Ending) => Promise<void>;

const REASON = "the client was retired";

/** Who ends something, of an action's context. */
export function endingOf({ now, by, within, note }: Pick<ChangeContext, "now" | "by" | "within" | "note">): Ending {
  return { now, by: by.name, side: within === null ? "provider" : "organisation", note };
}

/** Revokes all keys of a client, for ever: a client that comes back gets new ones. */
export async function revokeKeysOf(
  tx: Tx,
  client: ClientRow,
  { book, ending }: { readonly book: KeyBook; readonly ending: Ending },
): Promise<void> {
  const { now, by, note } = ending;
  for (const key of await keysOf(tx, client.id)) {
    if (key.revoked_at !== null) continue;
    const row = { ...key, revoked_at: now, revoked_by: by, reason: REASON };
    await updateKey(tx, row);
    tx.afterCommit(() => book.put(row));
    note({ action: "key.revoke", subject: `key:${key.id}`, facts: { client: client.client, reason: REASON } });
  }
}
