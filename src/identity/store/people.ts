import { sql } from "kysely";
import type { Reader, Tx } from "#storage";
import type { IdentityRows, MembershipRow, PersonRow } from "../model/rows.ts";

/** What a list of people is narrowed by. */
export interface PeopleFilter {
  /** A part of the name or of the address, in small letters. */
  readonly search?: string | undefined;
  readonly role?: string | undefined;
  readonly organisation?: string | undefined;
  readonly state?: "active" | "disabled" | "invited" | undefined;
}

/** A place in the list: what comes after it stands behind it. */
export interface PersonPlace {
  readonly nameKey: string;
  readonly id: string;
}

/** The number of people; 0 until somebody has set Plimsoll up. */
export async function countPeople(read: Reader): Promise<number> {
  const { n } = await read
    .tables<IdentityRows>()
    .selectFrom("identity_people")
    .select((row) => row.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return n;
}

/** By one of what names a person alone. */
export async function findPersonBy(
  read: Reader,
  column: "id" | "name_key" | "mail_key" | "handle",
  value: string,
): Promise<PersonRow | undefined> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_people")
    .selectAll()
    .where(`identity_people.${column}`, "=", value)
    .executeTakeFirst();
}

/** By handle. Their number is bounded where they are made. */
export async function everyPerson(read: Reader): Promise<PersonRow[]> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_people")
    .selectAll()
    .orderBy("identity_people.handle")
    .execute();
}

/** By name, after a place; at most `limit`. */
export async function listPeople(
  read: Reader,
  filter: PeopleFilter,
  { limit, after }: { readonly limit: number; readonly after: PersonPlace | undefined },
): Promise<PersonRow[]> {
  let query = read.tables<IdentityRows>().selectFrom("identity_people").selectAll();
  const { search, role, organisation, state } = filter;
  if (search !== undefined) {
    const pattern = `%${search.replace(/[!%_]/g, "!$&")}%`;
    query = query.where(
      sql<boolean>`(identity_people.name_key like ${pattern} escape '!' or identity_people.mail_key like ${pattern} escape '!')`,
    );
  }
  if (role !== undefined) query = query.where("identity_people.roles", "like", `%"${role}"%`);
  if (organisation !== undefined) {
    query = query.where("identity_people.id", "in", (has) =>
      has
        .selectFrom("identity_memberships")
        .select("identity_memberships.person_id")
        .where("identity_memberships.organisation", "=", organisation),
    );
  }
  if (state === "disabled") query = query.where("identity_people.disabled_at", "is not", null);
  else if (state !== undefined) {
    const hasWayIn = sql<boolean>`(identity_people.password <> '' or exists (select 1 from identity_bindings
      where identity_bindings.person_id = identity_people.id))`;
    query = query
      .where("identity_people.disabled_at", "is", null)
      .where(state === "invited" ? sql<boolean>`not ${hasWayIn}` : hasWayIn);
  }
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("identity_people.name_key", ">", after.nameKey),
        has.and([has("identity_people.name_key", "=", after.nameKey), has("identity_people.id", ">", after.id)]),
      ]),
    );
  }
  return query.orderBy("identity_people.name_key").orderBy("identity_people.id").limit(limit).execute();
}

/** Administrators who can sign in with a password: one is always left, for when an identity provider is away. */
export async function activeAdministrators(read: Reader): Promise<string[]> {
  const rows = await read
    .tables<IdentityRows>()
    .selectFrom("identity_people")
    .select("identity_people.id")
    .where("identity_people.roles", "like", '%"administrator"%')
    .where("identity_people.disabled_at", "is", null)
    .where("identity_people.password", "<>", "")
    .execute();
  return rows.map(({ id }) => id);
}

export async function insertPerson(tx: Tx, person: PersonRow): Promise<void> {
  await tx.tables<IdentityRows>().insertInto("identity_people").values(person).execute();
}

export async function updatePerson(tx: Tx, { id, ...row }: PersonRow): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .updateTable("identity_people")
    .set(row)
    .where("identity_people.id", "=", id)
    .execute();
}

/** With the sessions, memberships, invitations and all else that is the person's. */
export async function deletePerson(tx: Tx, id: string): Promise<void> {
  await tx.tables<IdentityRows>().deleteFrom("identity_people").where("identity_people.id", "=", id).execute();
}

/** Again is once. */
export async function insertMembership(tx: Tx, membership: MembershipRow): Promise<void> {
  await tx
    .tables<IdentityRows>()
    .insertInto("identity_memberships")
    .values(membership)
    .onConflict((conflict) => conflict.columns(["person_id", "organisation"]).doNothing())
    .execute();
}

/** Whether there was one. */
export async function deleteMembership(tx: Tx, personId: string, organisation: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .tables<IdentityRows>()
    .deleteFrom("identity_memberships")
    .where("identity_memberships.person_id", "=", personId)
    .where("identity_memberships.organisation", "=", organisation)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The organisations for which a person acts, by name. */
export async function organisationsOf(read: Reader, personId: string): Promise<string[]> {
  const rows = await membershipsOf(read, [personId]);
  return rows.map(({ organisation }) => organisation);
}

/** The organisations of several people. */
export async function membershipsOf(read: Reader, personIds: readonly string[]): Promise<MembershipRow[]> {
  if (personIds.length === 0) return [];
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_memberships")
    .selectAll()
    .where("identity_memberships.person_id", "in", personIds)
    .orderBy("identity_memberships.organisation")
    .execute();
}

/** Who acts for an organisation, by name. Their number is bounded where they are invited. */
export async function membersOf(
  read: Reader,
  organisation: string,
): Promise<(Pick<PersonRow, "id" | "name" | "mail"> & { readonly since: number })[]> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_memberships")
    .innerJoin("identity_people", "identity_people.id", "identity_memberships.person_id")
    .select(["identity_people.id", "identity_people.name", "identity_people.mail"])
    .select("identity_memberships.created_at as since")
    .where("identity_memberships.organisation", "=", organisation)
    .orderBy("identity_people.name_key")
    .orderBy("identity_people.id")
    .execute();
}
