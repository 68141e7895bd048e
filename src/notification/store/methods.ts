import type { Reader, Tx } from "#storage";
import type { ChannelKind } from "../model/channel-kind.ts";
import type { Method, Verification } from "../model/method.ts";
import type { MethodRow, NotificationRows } from "../model/rows.ts";

/** Of ways to one address. */
const SAME_MAX = 10;

/** Those of these people, in the order in which they were added. */
export async function methodsOf(read: Reader, personIds: readonly string[]): Promise<Method[]> {
  if (personIds.length === 0) return [];
  const rows = await read
    .tables<NotificationRows>()
    .selectFrom("notification_methods")
    .selectAll()
    .where("notification_methods.person_id", "in", [...personIds])
    .orderBy("notification_methods.created_at")
    .orderBy("notification_methods.id")
    .execute();
  return rows.map(methodOf);
}

export async function findMethod(read: Reader, id: string): Promise<Method | undefined> {
  const row = await read
    .tables<NotificationRows>()
    .selectFrom("notification_methods")
    .selectAll()
    .where("notification_methods.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : methodOf(row);
}

/** Verified methods of a kind that are shown as this address, whoever they belong to; a handful at most. */
export async function verifiedMethods(read: Reader, kind: ChannelKind, shown: string): Promise<Method[]> {
  const rows = await read
    .tables<NotificationRows>()
    .selectFrom("notification_methods")
    .selectAll()
    .where("notification_methods.kind", "=", kind)
    .where("notification_methods.shown", "=", shown)
    .where("notification_methods.verified_at", "is not", null)
    .limit(SAME_MAX)
    .execute();
  return rows.map(methodOf);
}

/** Takes the place of the method of this id, or is new. */
export async function storeMethod(tx: Tx, method: Method): Promise<void> {
  const { id, ...row } = rowOf(method);
  await tx
    .tables<NotificationRows>()
    .insertInto("notification_methods")
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

/** With a verification that was begun. */
export async function deleteMethod(tx: Tx, id: string): Promise<void> {
  await tx
    .tables<NotificationRows>()
    .deleteFrom("notification_methods")
    .where("notification_methods.id", "=", id)
    .execute();
}

/** Of people who are not here any more. */
export async function deleteMethodsOfOthers(tx: Tx, personIds: readonly string[]): Promise<void> {
  const rows = await tx
    .tables<NotificationRows>()
    .selectFrom("notification_methods")
    .select("notification_methods.person_id")
    .distinct()
    .execute();
  const here = new Set(personIds);
  for (const { person_id: id } of rows.filter((row) => !here.has(row.person_id))) {
    await tx
      .tables<NotificationRows>()
      .deleteFrom("notification_methods")
      .where("notification_methods.person_id", "=", id)
      .execute();
  }
}

/** Takes the place of the verification that was begun before. */
export async function storeVerification(tx: Tx, methodId: string, verification: Verification): Promise<void> {
  const { sha256, until, wrong, sentAt } = verification;
  const row = { sha256, until, wrong, sent_at: sentAt };
  await tx
    .tables<NotificationRows>()
    .insertInto("notification_verifications")
    .values({ method_id: methodId, ...row })
    .onConflict((conflict) => conflict.column("method_id").doUpdateSet(row))
    .execute();
}

export async function deleteVerification(tx: Tx, methodId: string): Promise<void> {
  await tx
    .tables<NotificationRows>()
    .deleteFrom("notification_verifications")
    .where("notification_verifications.method_id", "=", methodId)
    .execute();
}

/** By the method, or by the hash of what proves it. */
export async function findVerification(
  read: Reader,
  column: "method_id" | "sha256",
  value: string,
): Promise<(Verification & { readonly methodId: string }) | undefined> {
  const row = await read
    .tables<NotificationRows>()
    .selectFrom("notification_verifications")
    .selectAll()
    .where(`notification_verifications.${column}`, "=", value)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { methodId: row.method_id, sha256: row.sha256, until: row.until, wrong: row.wrong, sentAt: row.sent_at };
}

function rowOf(method: Method): MethodRow {
  return {
    id: method.id,
    person_id: method.personId,
    kind: method.kind,
    title: method.title,
    sealed: method.sealed,
    shown: method.shown,
    created_at: method.createdAt,
    verified_at: method.verifiedAt,
    proven_at: method.provenAt,
    failing_since: method.failingSince,
    failure: method.failure,
    disabled: method.disabled ? 1 : 0,
  };
}

function methodOf(row: MethodRow): Method {
  return {
    id: row.id,
    personId: row.person_id,
    kind: row.kind as Method["kind"],
    title: row.title,
    sealed: row.sealed,
    shown: row.shown,
    createdAt: row.created_at,
    verifiedAt: row.verified_at,
    provenAt: row.proven_at,
    failingSince: row.failing_since,
    failure: row.failure,
    disabled: row.disabled === 1,
  };
}
