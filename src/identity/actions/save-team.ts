import { Refusal, type RefusalFault } from "#kernel";
import type { Reader, Tx } from "#storage";
import type { TeamRow } from "../model/rows.ts";
import { findPersonBy } from "../store/people.ts";
import { deleteTeam, everyTeam, findTeam, peopleOfTeams, writeTeam } from "../store/teams.ts";

const TEAMS_MAX = 1_000;

/** What is said of a team; what is left out stays. People by their handles. */
export interface GivenTeam {
  readonly team: string;
  readonly title?: string | undefined;
  readonly people?: readonly string[] | undefined;
  /** By which whoever is on call is found; null: none. Whoever calls has made sure that it is there. */
  readonly schedule?: string | null | undefined;
}

/** When, and by which configuration text if by any. */
export interface SavingTeam {
  readonly now: number;
  readonly managedBy: string | null;
}

/** A team before and after; `before` is absent for one that is new. */
export interface SavedTeam {
  readonly before: TeamRow | undefined;
  readonly after: TeamRow;
}

/** Makes or changes a team. Refuses people that are not there, all of them at once. */
export async function saveTeam(tx: Tx, given: GivenTeam, { now, managedBy }: SavingTeam): Promise<SavedTeam> {
  const { team } = given;
  const before = await findTeam(tx, team);
  if (before === undefined && (await everyTeam(tx)).length >= TEAMS_MAX) throw tooMany();
  const personIds = await personIdsOf(tx, given);
  const after: TeamRow = {
    team,
    title: given.title ?? before?.title ?? team,
    created_at: before?.created_at ?? now,
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy,
    schedule: given.schedule === undefined ? (before?.schedule ?? null) : given.schedule,
  };
  await writeTeam(tx, after, personIds);
  return { before, after };
}

/** Takes it away; its people stay. */
export async function removeTeam(tx: Tx, team: string): Promise<TeamRow | undefined> {
  const before = await findTeam(tx, team);
  if (before !== undefined) await deleteTeam(tx, team);
  return before;
}

async function personIdsOf(read: Reader, { team, people }: GivenTeam): Promise<string[]> {
  if (people === undefined) return (await peopleOfTeams(read, [team])).map(({ id }) => id);
  const ids = new Set<string>();
  const faults: RefusalFault[] = [];
  for (const [index, handle] of people.entries()) {
    const person = await findPersonBy(read, "handle", handle);
    if (person === undefined) faults.push({ pointer: `/people/${index}`, detail: `there is no person ${handle}` });
    else ids.add(person.id);
  }
  if (faults.length === 0) return [...ids];
  const said = faults.map(({ detail }) => detail).join("; ");
  throw new Refusal("invalid", "team.unknown-people", `Nothing was done: ${said}. Invite them first.`, { faults });
}

function tooMany(): Refusal {
  return new Refusal("conflict", "team.too-many", `There are ${TEAMS_MAX} teams already, so none was added.`);
}
