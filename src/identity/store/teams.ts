import type { Reader, Tx } from "#storage";
import type { IdentityRows, TeamRow } from "../model/rows.ts";

/** A person of a team, as a team shows one. */
export interface TeamPerson {
  readonly team: string;
  readonly id: string;
  readonly handle: string;
  readonly name: string;
}

/** By name. Their number is bounded where they are made. */
export async function everyTeam(read: Reader): Promise<TeamRow[]> {
  return read.tables<IdentityRows>().selectFrom("identity_teams").selectAll().orderBy("identity_teams.team").execute();
}

/** After a name; at most `limit`. */
export async function teamsAfter(read: Reader, after: string, limit: number): Promise<TeamRow[]> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_teams")
    .selectAll()
    .where("identity_teams.team", ">", after)
    .orderBy("identity_teams.team")
    .limit(limit)
    .execute();
}

export async function findTeam(read: Reader, team: string): Promise<TeamRow | undefined> {
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_teams")
    .selectAll()
    .where("identity_teams.team", "=", team)
    .executeTakeFirst();
}

/** The people of these teams, in the order of their handles. */
export async function peopleOfTeams(read: Reader, teams: readonly string[]): Promise<TeamPerson[]> {
  if (teams.length === 0) return [];
  return read
    .tables<IdentityRows>()
    .selectFrom("identity_team_people")
    .innerJoin("identity_people", "identity_people.id", "identity_team_people.person_id")
    .select(["identity_team_people.team", "identity_people.id", "identity_people.handle", "identity_people.name"])
    .where("identity_team_people.team", "in", teams)
    .orderBy("identity_people.handle")
    .execute();
}

/** Takes the place of the team of this name, with its people. */
export async function writeTeam(tx: Tx, row: TeamRow, personIds: readonly string[]): Promise<void> {
  const { team, title, revision, managed_by, schedule } = row;
  const db = tx.tables<IdentityRows>();
  await db
    .insertInto("identity_teams")
    .values(row)
    .onConflict((conflict) => conflict.column("team").doUpdateSet({ title, revision, managed_by, schedule }))
    .execute();
  await db.deleteFrom("identity_team_people").where("identity_team_people.team", "=", team).execute();
  if (personIds.length === 0) return;
  const people = personIds.map((id) => ({ team, person_id: id }));
  await db.insertInto("identity_team_people").values(people).execute();
}

export async function deleteTeam(tx: Tx, team: string): Promise<void> {
  await tx.tables<IdentityRows>().deleteFrom("identity_teams").where("identity_teams.team", "=", team).execute();
}
