import { z } from "zod";
import { cursorOf, instantField, page, pageInput, readCursor } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { DAY_MS, isoText, isoTextOrNull, Refusal } from "#kernel";
import type { Reader } from "#storage";
import { changeField, overrideSchema, reasonField, scheduleName } from "../contract.ts";
import type { OverrideRow } from "../model/rows.ts";
import { holdsAfter, storedOverride } from "../model/stored-override.ts";
import { changeText } from "../model/words.ts";
import { findOverride, markOverrideEnded, overridesOf } from "../store/overrides.ts";
import { existingSchedule } from "./existing-schedule.ts";
import { addOverrides, noteChange } from "./add-overrides.ts";

const LIST = "overrides";
const LENGTH_MS_MAX = 400 * DAY_MS;

const ofSchedule = { schedule: scheduleName };

/** Those that hold now or later, in the order in which they are applied; `past`: all that ever held. */
const list = readAction({
  name: "override.list",
  may: "schedule:read",
  input: z.strictObject({ ...ofSchedule, ...pageInput, past: z.literal("true").optional() }),
  output: page(overrideSchema),
  run: async ({ schedule, limit, cursor, past }, { read, now }) => {
    await existingSchedule(read, schedule);
    const [after = 0] = readCursor(LIST, cursor, z.tuple([z.number()])) ?? [];
    const rows = (await overridesOf(read, [schedule])).filter(
      (row) => row.seq > after && (past === "true" || holdsAfter(row, now)),
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return { items: shown.map(overrideView), next: last === undefined ? null : cursorOf(LIST, [last.seq]) };
  },
});

/** Holds over any text, also one that a configuration owns. What is said of the past begins now. */
const add = changeAction({
  name: "override.add",
  may: "schedule:write",
  input: z.strictObject({
    ...ofSchedule,
    from: instantField,
    to: instantField,
    change: changeField,
    reason: reasonField,
  }),
  output: overrideSchema,
  run: async ({ schedule, from, to, change, reason }, { tx, now, by, nextId }) => {
    const row = await existingSchedule(tx, schedule);
    const time = { from: Math.max(from, now), to };
    if (from >= to || time.from >= to) throw noTime(to <= now && from < to);
    if (to - time.from > LENGTH_MS_MAX) throw tooLong();
    const [made] = await addOverrides(tx, row, {
      now,
      author: by.name,
      reason,
      overrides: [{ id: nextId("ovr"), ...time, change, swap: null }],
    });
    return overrideView(made as OverrideRow);
  },
  audit: ({ schedule }, { id, from, to, change, reason }) => ({
    subject: `schedule:${schedule}`,
    facts: { override: id, from, to, change, reason },
  }),
});

/** One that has begun ends now and stays known; one that has not holds at no time. */
const end = changeAction({
  name: "override.end",
  may: "schedule:write",
  input: z.strictObject({ ...ofSchedule, override: z.string().max(64) }),
  output: overrideSchema,
  run: async ({ schedule, override: id }, { tx, now, by }) => {
    const row = await existingSchedule(tx, schedule);
    const override = await existingOverride(tx, schedule, id);
    if (!holdsAfter(override, now)) throw isOver();
    await markOverrideEnded(tx, id, { at: now, by: by.name });
    await noteChange(tx, row, now);
    return overrideView({ ...override, ended_at: now, ended_by: by.name });
  },
  audit: ({ schedule }, { id, from, to, change }) => ({
    subject: `schedule:${schedule}`,
    facts: { override: id, from, to, change },
  }),
});

/** What can be done with overrides. */
export const overrideActions: Record<"list" | "add" | "end", Action> = { list, add, end };

function overrideView(row: OverrideRow): z.input<typeof overrideSchema> {
  const { from, to, change } = storedOverride(row);
  const { id, reason, author, swap, created_at: createdAt, ended_at: endedAt, ended_by: endedBy } = row;
  return {
    id,
    from: isoText(from),
    to: isoText(to),
    change: change.kind === "everyone" ? { ...change, people: [...change.people] } : change,
    sentence: changeText(change),
    reason,
    author,
    createdAt: isoText(createdAt),
    endedAt: isoTextOrNull(endedAt),
    endedBy,
    swap,
  };
}

async function existingOverride(read: Reader, schedule: string, id: string): Promise<OverrideRow> {
  const row = await findOverride(read, id);
  if (row?.schedule === schedule) return row;
  throw new Refusal("not-found", "override.not-found", `The schedule ${schedule} has no such override. Load it again.`);
}

function isOver(): Refusal {
  return new Refusal(
    "conflict",
    "override.over",
    "This override is over: who was on call until now does not change any more, so nothing was done.",
  );
}

function noTime(isPast: boolean): Refusal {
  const why = isPast ? "It lies in the past, which does not change any more" : "It ends before it begins";
  return new Refusal("invalid", "override.no-time", `${why}, so nothing was done. Correct from and to.`, {
    faults: [{ pointer: "/to", detail: isPast ? "lies in the past" : "is not after from" }],
  });
}

function tooLong(): Refusal {
  return new Refusal(
    "invalid",
    "override.too-long",
    `An override lasts at most ${LENGTH_MS_MAX / DAY_MS} days, so nothing was done. For longer, change the layers of the schedule.`,
    { faults: [{ pointer: "/to", detail: `is more than ${LENGTH_MS_MAX / DAY_MS} days after from` }] },
  );
}
