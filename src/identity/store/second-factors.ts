import type { Reader, Tx } from "#storage";
import type { IdentityRows, SecondFactorRow } from "../model/rows.ts";

export async function findSecondFactor(read: Reader, personId: string): Promise<SecondFactorRow | undefined> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_second_factors")
    .selectAll()
    .where("identity_second_factors.person_id", "=", personId)
    .executeTakeFirst();
}

/** Of these people, those who need a code to sign in. */
export async function withSecondFactor(read: Reader, personIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await read
    .tables<IdentityRows>()
    .selectFrom("identity_second_factors")
    .select("identity_second_factors.person_id")
    .where("identity_second_factors.person_id", "in", personIds)
    .where("identity_second_factors.confirmed_at", "is not", null)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

/** Takes the place of the one that is there. */
export async function saveSecondFactor(tx: Tx, row: SecondFactorRow): Promise<void> {
  const { person_id: _person, ...rest } = row;
  await tx
    .tables<IdentityRows>()
    .insertInto("identity_second_factors")
    .values(row)
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(rest))
    .execute();
}

/** Notes the step of the code that was used; false when that one, or a later one, was used already. */
export async function useStep(tx: Tx, personId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .tables<IdentityRows>()
    .updateTable("identity_second_factors")
    .set({ last_step: step })
    .where("identity_second_factors.person_id", "=", personId)
    .where("identity_second_factors.last_step", "<", step)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** With its recovery codes. Whether there was one. */
export async function deleteSecondFactor(tx: Tx, personId: string): Promise<boolean> {
  const db = tx.tables<IdentityRows>();
  await db.deleteFrom("identity_recovery_codes").where("identity_recovery_codes.person_id", "=", personId).execute();
  const { numDeletedRows } = await db
    .deleteFrom("identity_second_factors")
    .where("identity_second_factors.person_id", "=", personId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function insertRecoveryCodes(tx: Tx, personId: string, hashes: readonly string[]): Promise<void> {
  const rows = hashes.map((sha256) => ({ sha256, person_id: personId }));
  await tx.tables<IdentityRows>().insertInto("identity_recovery_codes").values(rows).execute();
}

/** The hashes of those that were not used. */
export async function recoveryCodesOf(read: Reader, personId: string): Promise<string[]> {
  const rows = await read
    .tables<IdentityRows>()
    .selectFrom("identity_recovery_codes")
    .select("identity_recovery_codes.sha256")
    .where("identity_recovery_codes.person_id", "=", personId)
    .execute();
  return rows.map(({ sha256 }) => sha256);
}

/** Uses one up; false when it was used already. */
export async function useRecoveryCode(tx: Tx, personId: string, sha256: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_recovery_codes")
    .where("identity_recovery_codes.person_id", "=", personId)
    .where("identity_recovery_codes.sha256", "=", sha256)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
