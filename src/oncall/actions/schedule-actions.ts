import { z } from "zod";
import { cursorOf, page, pageInput, readCursor, refuseManaged, refuseStale } from "#http";
import { type Action, changeAction, readAction } from "#identity";
import { Refusal } from "#kernel";
import { definitionField, onCallNowSchema, scheduleName, scheduleSchema } from "../contract.ts";
import { readSchedule, type ScheduleFile } from "../grammar/read-schedule.ts";
import { schedulesAfter } from "../store/schedules.ts";
import { existingSchedule, findSchedule } from "./existing-schedule.ts";
import { type PreparedSchedules, servedNow } from "./prepared-schedules.ts";
import { removeSchedule, saveSchedule } from "./save-schedule.ts";
import { onCallNowViews, scheduleView } from "./schedule-views.ts";

const LIST = "schedules";

const named = z.strictObject({ schedule: scheduleName });

/** What can be done with schedules as they are written. */
export function scheduleActions(
  prepared: PreparedSchedules,
): Record<"list" | "now" | "get" | "put" | "remove", Action> {
  const list = listAction("schedule.list", prepared);
  return { list, now: listAction("schedule.now", prepared), get: getAction(prepared), put, remove };
}

/** Schedules by name, each with who is on call now. */
function listAction(name: string, prepared: PreparedSchedules): Action {
  return readAction({
    name,
    may: "schedule:read",
    input: z.strictObject(pageInput),
    output: page(onCallNowSchema),
    run: async ({ limit, cursor }, { read, now }) => {
      const [after = ""] = readCursor(LIST, cursor, z.tuple([z.string()])) ?? [];
      const rows = await schedulesAfter(read, { after, limit: limit + 1 });
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      const served = await prepared.of(read, shown);
      const toShow = shown.flatMap((row) => {
        const one = served.get(row.schedule);
        return one === undefined ? [] : [{ row, served: one }];
      });
      return {
        items: await onCallNowViews(read, toShow, now),
        next: last === undefined ? null : cursorOf(LIST, [last.schedule]),
      };
    },
  });
}

function getAction(prepared: PreparedSchedules): Action {
  return readAction({
    name: "schedule.get",
    may: "schedule:read",
    input: named,
    output: scheduleSchema,
    run: async ({ schedule }, { read, now }) => {
      const row = await existingSchedule(read, schedule);
      return scheduleView(read, { row, served: await prepared.one(read, row) }, now);
    },
  });
}

/** From now on it says this; what it said until now stays for the time until now. */
const put = changeAction({
  name: "schedule.put",
  may: "schedule:write",
  input: z.strictObject({ schedule: scheduleName, definition: definitionField }),
  output: scheduleSchema,
  run: async ({ schedule: name, definition }, { tx, now, call }) => {
    const before = await findSchedule(tx, name);
    refuseStale(call.precondition, before?.revision);
    refuseManaged(before?.managed_by ?? null, `schedule ${name}`);
    const { title, text } = readDefinition(definition);
    const row = await saveSchedule(tx, { name, title, text }, { now, managedBy: null });
    return scheduleView(tx, { row, served: await servedNow(tx, name) }, now);
  },
  audit: ({ schedule }, { title, zone, written, revision }) => ({
    subject: `schedule:${schedule}`,
    facts: { title, zone, layers: written.layers.length, revision },
  }),
});

const remove = changeAction({
  name: "schedule.remove",
  may: "schedule:write",
  input: named,
  output: z.void(),
  run: async ({ schedule }, { tx, now, call }) => {
    const row = await existingSchedule(tx, schedule);
    refuseStale(call.precondition, row.revision);
    refuseManaged(row.managed_by, `schedule ${schedule}`);
    await removeSchedule(tx, schedule, { now });
  },
  audit: ({ schedule }) => ({ subject: `schedule:${schedule}` }),
});

/** What a request says. Refuses with all faults, each with line and column of the text; of JSON as if each entry were a line. */
export function readDefinition(definition: z.output<typeof definitionField>): ScheduleFile {
  const text = typeof definition === "string" ? definition : JSON.stringify(definition, null, 1);
  try {
    return readSchedule(text, "definition");
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "plan.invalid") throw error;
    throw new Refusal(error.kind, "schedule.invalid", error.detail, error.params);
  }
}
