import type { Reader, Tx } from "#storage";
import type { BindingRow, IdentityRows } from "../model/rows.ts";

/** The binding of an account of an identity provider. */
export async function findBinding(read: Reader, issuer: string, subject: string): Promise<BindingRow | undefined> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_bindings")
    .selectAll()
    .where("identity_bindings.issuer", "=", issuer)
    .where("identity_bindings.subject", "=", subject)
    .executeTakeFirst();
}

/** Those of these people: one of each for each provider at most. */
export async function bindingsOf(read: Reader, personIds: readonly string[]): Promise<BindingRow[]> {
  if (personIds.length === 0) return [];
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_bindings")
    .selectAll()
    .where("identity_bindings.person_id", "in", personIds)
    .orderBy("identity_bindings.issuer")
    .execute();
}

/** Whether it was written: not where the account there, or the person for this provider, is bound already. */
export async function insertBinding(tx: Tx, row: BindingRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .tables<IdentityRows>()
    .insertInto("identity_bindings")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Whether there was one. */
export async function deleteBinding(tx: Tx, personId: string, issuer: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_bindings")
    .where("identity_bindings.person_id", "=", personId)
    .where("identity_bindings.issuer", "=", issuer)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
