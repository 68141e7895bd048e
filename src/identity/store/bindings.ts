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

/** Those of a person: one for each provider at most. */
export async function bindingsOf(read: Reader, personId: string): Promise<BindingRow[]> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_bindings")
    .selectAll()
    .where("identity_bindings.person_id", "=", personId)
    .orderBy("identity_bindings.issuer")
    .execute();
}

/** Of these people, those who can sign in with an identity provider. */
export async function withBinding(read: Reader, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await read
    .tables<IdentityRows>()
    .selectFrom("identity_bindings")
    .select("identity_bindings.person_id")
    .where("identity_bindings.person_id", "in", personIds)
    .execute();
  return new Set(rows.map((row) => row.person_id));
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
