import { z } from "zod";
import { cursorOf, page, pageInput, readCursor, refuseManaged, refuseStale } from "#http";
import { isoText, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { handleField, teamSchema } from "../contract.ts";
import type { TeamRow } from "../model/rows.ts";
import { findTeam, peopleOfTeams, teamsAfter } from "../store/teams.ts";
import { type Action, changeAction, readAction } from "./action.ts";
import { removeTeam, saveTeam } from "./save-team.ts";

const LIST = "teams";
const PEOPLE_MAX = 200;
const place = z.tuple([z.string()]);
const byTeam = z.strictObject({ team: handleField });

const list = readAction({
  name: "team.list",
  may: "team:read",
  input: z.strictObject(pageInput),
  output: page(teamSchema),
  run: async ({ limit, cursor }, { read }) => {
    const [after = ""] = readCursor(LIST, cursor, place) ?? [];
    const found = await teamsAfter(read, after, limit + 1);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return { items: await teamViews(read, shown), next: last === undefined ? null : cursorOf(LIST, [last.team]) };
  },
});

const get = readAction({
  name: "team.get",
  may: "team:read",
  input: byTeam,
  output: teamSchema,
  run: async ({ team }, { read }) => viewOf(read, await getTeam(read, team)),
});

/** Told by the module above that knows schedules. */
export type ScheduleExists = (read: Reader, name: string) => Promise<boolean>;

/** Creates a team, or changes what is given. */
function putAction({ scheduleExists }: { readonly scheduleExists?: ScheduleExists }): Action {
  return changeAction({
    name: "team.put",
    may: "team:write",
    input: byTeam.extend({
      title: z.string().trim().min(1).max(200).optional(),
      people: z.array(handleField).max(PEOPLE_MAX).optional(),
      schedule: handleField.nullish(),
    }),
    output: teamSchema,
    run: async (given, { tx, now, call }) => {
      const before = await findTeam(tx, given.team);
      refuseStale(call.precondition, before?.revision);
      refuseManaged(before?.managed_by ?? null, `team ${given.team}`);
      const { schedule = null } = given;
      if (schedule !== null && (await scheduleExists?.(tx, schedule)) === false) throw noSchedule(schedule);
      return viewOf(tx, (await saveTeam(tx, given, { now, managedBy: null })).after);
    },
    audit: ({ team }, { title, people, schedule, revision }) => ({
      subject: `team:${team}`,
      facts: { title, people: people.map(({ handle }) => handle), schedule, revision },
    }),
  });
}

const remove = changeAction({
  name: "team.remove",
  may: "team:write",
  input: byTeam,
  output: z.void(),
  run: async ({ team }, { tx, call }) => {
    const before = await getTeam(tx, team);
    refuseStale(call.precondition, before.revision);
    refuseManaged(before.managed_by, `team ${team}`);
    await removeTeam(tx, team);
  },
  audit: ({ team }) => ({ subject: `team:${team}` }),
});

/** Who is told, and on call, together. */
export function teamActions(ports: {
  readonly scheduleExists?: ScheduleExists;
}): Record<"list" | "get" | "put" | "remove", Action> {
  return { list, get, put: putAction(ports), remove };
}

function noSchedule(schedule: string): Refusal {
  return new Refusal(
    "invalid",
    "team.no-schedule",
    `There is no schedule "${schedule}", so the team was not changed. Make the schedule first.`,
    { faults: [{ pointer: "/schedule", detail: `there is no schedule named "${schedule}"` }] },
  );
}

async function getTeam(read: Reader, team: string): Promise<TeamRow> {
  const row = await findTeam(read, team);
  if (row !== undefined) return row;
  throw new Refusal("not-found", "team.not-found", "There is no team of this name. Look at the list of teams.");
}

async function viewOf(read: Reader, row: TeamRow): Promise<z.input<typeof teamSchema>> {
  const [view] = await teamViews(read, [row]);
  return view as z.input<typeof teamSchema>;
}

async function teamViews(read: Reader, rows: readonly TeamRow[]): Promise<z.input<typeof teamSchema>[]> {
  const people = await peopleOfTeams(
    read,
    rows.map(({ team }) => team),
  );
  return rows.map(({ team, title, schedule, created_at: createdAt, revision, managed_by: managedBy }) => ({
    team,
    title,
    schedule,
    people: people.filter((one) => one.team === team).map(({ handle, name }) => ({ handle, name })),
    createdAt: isoText(createdAt),
    revision,
    managedBy,
  }));
}
