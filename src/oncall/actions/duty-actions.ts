import { z } from "zod";
import { cursorOf, page, pageInput, readCursor } from "#http";
import { type Action, readAction } from "#identity";
import { DAY_MS, isoText } from "#kernel";
import { gapsSchema, ownShiftSchema } from "../contract.ts";
import { eventsOfPerson } from "../model/calendar-events.ts";
import { everySchedule, schedulesAfter } from "../store/schedules.ts";
import { askingPerson } from "./asking-person.ts";
import type { PreparedSchedules } from "./prepared-schedules.ts";

const GAPS = "gaps";
/** Gaps of so long ahead are told of. */
const GAPS_AHEAD_MS = 28 * DAY_MS;
/** Own shifts of so long ahead are listed. */
const SHIFTS_AHEAD_MS = 92 * DAY_MS;
const SHIFTS_MAX = 200;

/** Questions about all schedules. */
export function dutyActions(prepared: PreparedSchedules): Record<"gaps" | "own", Action> {
  return { gaps: gapsAction(prepared), own: ownAction(prepared) };
}

/** Schedules that have nobody at some time of the next four weeks. A page looks at so many schedules, and may be empty. */
function gapsAction(prepared: PreparedSchedules): Action {
  return readAction({
    name: "schedule.gaps",
    may: "schedule:read",
    input: z.strictObject(pageInput),
    output: page(gapsSchema),
    run: async ({ limit, cursor }, { read, now }) => {
      const [after = ""] = readCursor(GAPS, cursor, z.tuple([z.string()])) ?? [];
      const rows = await schedulesAfter(read, { after, limit: limit + 1 });
      const looked = rows.slice(0, limit);
      const last = rows.length > limit ? looked.at(-1) : undefined;
      const served = await prepared.of(read, looked);
      const items = looked.flatMap(({ schedule, title }) => {
        const { gaps = [] } = served.get(schedule)?.shiftsIn({ from: now, to: now + GAPS_AHEAD_MS }) ?? {};
        if (gaps.length === 0) return [];
        return [
          { schedule, title, gaps: gaps.map(({ start, end }) => ({ start: isoText(start), end: isoText(end) })) },
        ];
      });
      return { items, next: last === undefined ? null : cursorOf(GAPS, [last.schedule]) };
    },
  });
}

/** The own shifts of the next three months, the first to begin first; one that has begun, from its beginning on. */
function ownAction(prepared: PreparedSchedules): Action {
  return readAction({
    name: "schedule.own-shifts",
    may: "schedule:read",
    input: z.strictObject({}),
    output: z.object({ handle: z.string(), items: z.array(ownShiftSchema) }),
    run: async (_input, { read, now, by }) => {
      const { handle } = await askingPerson(read, by);
      const rows = await everySchedule(read);
      const served = await prepared.of(read, rows);
      const ahead = { from: now, to: now + SHIFTS_AHEAD_MS };
      const items = rows
        .flatMap(({ schedule, title }) => {
          const one = served.get(schedule);
          if (one?.namesIn(ahead).has(handle) !== true) return [];
          const events = eventsOfPerson(one, handle, ahead);
          return events.map(({ start, end }) => ({ schedule, title, start, end }));
        })
        .toSorted((one, other) => one.start - other.start)
        .slice(0, SHIFTS_MAX);
      return { handle, items: items.map((item) => ({ ...item, start: isoText(item.start), end: isoText(item.end) })) };
    },
  });
}
