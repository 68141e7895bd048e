import { refuseManaged } from "#http";
import type { Reader, Tx } from "#storage";
import { lookAgainAtAll } from "../../store/groups.ts";
import { findRouting, storeRouting } from "../../store/routing.ts";
import type { RoutingMemo } from "../groups/routing-memo.ts";

/** Where alerts go, as somebody wrote it: the text with `routing:` and `inhibit:`, as YAML or JSON. "" is the built-in routing. */
export interface WrittenRouting {
  readonly text: string;
}

/** What saving stands on; `managedBy`: the configuration text that owns it from now on. */
export interface RoutingSaving {
  readonly now: number;
  readonly managedBy: string | null;
  readonly routing: Pick<RoutingMemo, "of">;
}

/** What is kept of it. */
export interface KeptRouting extends WrittenRouting {
  /** Counts changes; 0 while nobody said anything. */
  readonly revision: number;
  readonly managedBy: string | null;
  readonly changedAt: number | null;
}

/**
 * Makes the routing what is said; each open group is brought under it within a second. The same text again changes
 * nothing. Refuses with all faults of the text, and what another text owns.
 */
export async function saveRouting(
  tx: Tx,
  { text }: WrittenRouting,
  { now, managedBy, routing }: RoutingSaving,
): Promise<KeptRouting> {
  routing.of(text);
  const before = await theRouting(tx);
  if (before.managedBy !== managedBy) refuseManaged(before.managedBy, "routing");
  if (before.text === text && before.managedBy === managedBy) return before;
  const after = { text, revision: before.revision + 1, managedBy, changedAt: now };
  await write(tx, after);
  if (before.text !== text) await lookAgainAtAll(tx, "all", now);
  return after;
}

/** Where alerts go; without anybody's word the built-in routing, of revision 0 and with the text "". */
export async function theRouting(read: Reader | Tx): Promise<KeptRouting> {
  const row = await findRouting(read);
  if (row === undefined) return { text: "", revision: 0, managedBy: null, changedAt: null };
  return { text: row.text, revision: row.revision, managedBy: row.managed_by, changedAt: row.changed_at };
}

/** The built-in routing again, as the text that owned it says nothing of it any more. */
export async function removeRouting(tx: Tx, now: number): Promise<void> {
  const { revision } = await theRouting(tx);
  await write(tx, { text: "", revision: revision + 1, managedBy: null, changedAt: now });
  await lookAgainAtAll(tx, "all", now);
}

/** From now on no text owns it. */
export async function releaseRouting(tx: Tx): Promise<void> {
  const row = await findRouting(tx);
  if (row === undefined) return;
  const { id: _id, ...kept } = row;
  await storeRouting(tx, { ...kept, managed_by: null, revision: row.revision + 1 });
}

async function write(
  tx: Tx,
  {
    text,
    revision,
    managedBy,
    changedAt,
  }: WrittenRouting & { revision: number; managedBy: string | null; changedAt: number },
): Promise<void> {
  await storeRouting(tx, { text, revision, managed_by: managedBy, changed_at: changedAt });
}
