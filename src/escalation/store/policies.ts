import type { Reader, Tx } from "#storage";
import type { EscalationRows, PolicyRow } from "../model/rows.ts";

/** All, by name. Their number is bounded where they are made. */
export async function everyPolicy(read: Reader): Promise<PolicyRow[]> {
  const query = read.tables<EscalationRows>().selectFrom("escalation_policies").selectAll();
  return query.orderBy("escalation_policies.policy").execute();
}

/** By name, after a name; at most `limit`. */
export async function policiesAfter(read: Reader, after: string, limit: number): Promise<PolicyRow[]> {
  return read
    .tables<EscalationRows>()
    .selectFrom("escalation_policies")
    .selectAll()
    .where("escalation_policies.policy", ">", after)
    .orderBy("escalation_policies.policy")
    .limit(limit)
    .execute();
}

export async function findPolicy(read: Reader, policy: string): Promise<PolicyRow | undefined> {
  return read
    .tables<EscalationRows>()
    .selectFrom("escalation_policies")
    .selectAll()
    .where("escalation_policies.policy", "=", policy)
    .executeTakeFirst();
}

/** Takes the place of the policy of this name, or is new. */
export async function storePolicy(tx: Tx, row: PolicyRow): Promise<void> {
  const { policy: _policy, created_at: _made, ...rest } = row;
  await tx
    .tables<EscalationRows>()
    .insertInto("escalation_policies")
    .values(row)
    .onConflict((conflict) => conflict.column("policy").doUpdateSet(rest))
    .execute();
}

/** Pages that run by it go on: they have their own. */
export async function deletePolicy(tx: Tx, policy: string): Promise<void> {
  await tx
    .tables<EscalationRows>()
    .deleteFrom("escalation_policies")
    .where("escalation_policies.policy", "=", policy)
    .execute();
}
