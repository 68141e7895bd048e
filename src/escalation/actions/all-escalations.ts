import type { Reader, Tx } from "#storage";
import type { EscalationEntry } from "../grammar/entry-of-text.ts";
import { deletePolicy, everyPolicy, findPolicy, storePolicy } from "../store/policies.ts";

/** A policy that was written, as a configuration text would say it. */
export interface WrittenEscalation {
  readonly name: string;
  readonly entry: EscalationEntry;
  readonly zone: string;
  readonly managedBy: string | null;
}

/** All policies, without the built-in one. */
export async function allEscalations(read: Reader): Promise<WrittenEscalation[]> {
  return (await everyPolicy(read)).map(({ policy, entry, zone, managed_by: managedBy }) => ({
    name: policy,
    entry: JSON.parse(entry) as EscalationEntry,
    zone,
    managedBy,
  }));
}

/** Deletes a policy that a text named. Pages that run by it go on; routes that name it lead to the built-in one. */
export async function removeEscalation(tx: Tx, name: string): Promise<void> {
  await deletePolicy(tx, name);
}

/** From now on no text owns it. */
export async function releaseEscalation(tx: Tx, name: string): Promise<void> {
  const row = await findPolicy(tx, name);
  if (row !== undefined) await storePolicy(tx, { ...row, managed_by: null });
}
