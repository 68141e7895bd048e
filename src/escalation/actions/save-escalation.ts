import { refuseManaged } from "#http";
import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import type { EscalationEntry } from "../grammar/entry-of-text.ts";
import { readEscalation } from "../grammar/read-escalation.ts";
import { EVERYBODY } from "../model/policy.ts";
import type { PolicyRow } from "../model/rows.ts";
import { everyPolicy, findPolicy, storePolicy } from "../store/policies.ts";

const POLICIES_MAX = 1_000;

/** A policy as somebody says it, whole: its entry as plain values, and the zone of the plan around it. */
export interface GivenEscalation {
  readonly name: string;
  readonly entry: EscalationEntry;
  readonly zone: string;
}

/**
 * Makes a policy, or makes it what is said. Pages that run by it go on by what it was. Refuses what is no policy, what
 * another text owns, the built-in one, and more than 1,000. `managedBy`: the configuration text that owns it from now on.
 */
export async function saveEscalation(
  tx: Tx,
  { name, entry, zone }: GivenEscalation,
  { now, managedBy }: { readonly now: number; readonly managedBy: string | null },
): Promise<PolicyRow> {
  if (name === EVERYBODY) throw builtIn();
  const text = JSON.stringify(entry);
  readEscalation(text, name, zone);
  const before = await findPolicy(tx, name);
  if (before !== undefined && before.managed_by !== managedBy) refuseManaged(before.managed_by, `escalation ${name}`);
  if (before === undefined && (await everyPolicy(tx)).length >= POLICIES_MAX) throw tooMany();
  if (before?.entry === text && before.zone === zone && before.managed_by === managedBy) return before;
  const row: PolicyRow = {
    policy: name,
    entry: text,
    zone,
    created_at: before?.created_at ?? now,
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy,
  };
  await storePolicy(tx, row);
  return row;
}

/** Nothing may take the place of what is there when nothing else is. */
export function builtIn(): Refusal {
  return new Refusal(
    "conflict",
    "escalation.built-in",
    `The policy "${EVERYBODY}" is always there and stays as it is, so nothing was changed. Give yours another name.`,
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "escalation.too-many",
    `There are ${POLICIES_MAX} policies already, so none was added. Delete those that no route names.`,
    { max: POLICIES_MAX },
  );
}
