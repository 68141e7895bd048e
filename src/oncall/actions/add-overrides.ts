import { instantText, Refusal, type RefusalFault } from "#kernel";
import type { Tx } from "#storage";
import { replacementCycles } from "../model/replacement-cycles.ts";
import type { OverrideRow, ScheduleRow } from "../model/rows.ts";
import type { Change } from "../model/schedule.ts";
import { holdsAfter, storedOverride } from "../model/stored-override.ts";
import { addOverride, overridesOf } from "../store/overrides.ts";
import { storeSchedule } from "../store/schedules.ts";
import { PeopleBook } from "./people-book.ts";

/** Of one schedule, now or later. */
const OVERRIDES_MAX = 1_000;

/** An override to be made; it begins now or later. */
interface NewOverride {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly change: Change;
  readonly swap: string | null;
}

/** Who makes overrides, and why. */
interface Making {
  readonly now: number;
  readonly author: string;
  readonly reason: string;
  readonly overrides: readonly NewOverride[];
}

/**
 * Adds overrides behind those that are there. Refuses people who are not here, circles of replacements at one time, and
 * more than 1,000 that hold now or later.
 */
export async function addOverrides(
  tx: Tx,
  schedule: ScheduleRow,
  { now, author, reason, overrides }: Making,
): Promise<OverrideRow[]> {
  const all = await overridesOf(tx, [schedule.schedule]);
  const before = all.filter((row) => holdsAfter(row, now));
  if (before.length + overrides.length > OVERRIDES_MAX) throw tooMany();
  const book = await PeopleBook.open(tx);
  const unknown = overrides
    .flatMap(({ change }) => namedBy(change))
    .filter((person) => book.standingOf(person) === "unknown");
  if (unknown.length > 0) throw unknownPeople(unknown);
  const first = (all.at(-1)?.seq ?? 0) + 1;
  const rows = overrides.map(({ id, from, to, change, swap }, place): OverrideRow => ({
    id,
    schedule: schedule.schedule,
    seq: first + place,
    from_at: from,
    to_at: to,
    change: JSON.stringify(change),
    reason,
    author,
    created_at: now,
    ended_at: null,
    ended_by: null,
    swap,
  }));
  const dated = [...before, ...rows].map(storedOverride);
  const cycle = replacementCycles(dated).find(({ place }) => place >= before.length);
  if (cycle !== undefined) throw inCircle(cycle.by, dated[cycle.place]?.from ?? now);
  for (const row of rows) await addOverride(tx, row);
  await noteChange(tx, schedule, now);
  return rows;
}

/** Who is on call may be another from now on: what was made ready of the schedule is no longer right. */
export async function noteChange(tx: Tx, row: ScheduleRow, now: number): Promise<void> {
  await storeSchedule(tx, { ...row, changes: row.changes + 1, changed_at: now });
}

function namedBy(change: Change): readonly string[] {
  if (change.kind === "everyone") return change.people;
  return change.kind === "replace" ? [change.with] : [change.person];
}

function unknownPeople(people: readonly string[]): Refusal {
  const faults = people.map((person): RefusalFault => ({ pointer: "/change", detail: `there is no person ${person}` }));
  const said = faults.map(({ detail }) => detail).join("; ");
  return new Refusal(
    "invalid",
    "override.unknown-people",
    `Nothing was done: ${said}. Write the handle of somebody who is here.`,
    {
      faults,
    },
  );
}

function inCircle(by: string, at: number): Refusal {
  return new Refusal(
    "conflict",
    "override.circle",
    `This and ${by} replace people in a circle at the same time (${instantText(at)}), so nothing was done. To undo the other, end it; a swap gives each a shift of the other's, at different times.`,
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "override.too-many",
    `${OVERRIDES_MAX} overrides of this schedule hold now or later, so none was added. End some, or change the layers.`,
    { max: OVERRIDES_MAX },
  );
}
