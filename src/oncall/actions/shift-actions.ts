import { z } from "zod";
import { instantField } from "#http";
import { type Action, readAction } from "#identity";
import { DAY_MS, type Interval, isoText, isoTextOrNull, Refusal } from "#kernel";
import type { Reader } from "#storage";
import {
  definitionField,
  expansionSchema,
  previewSchema,
  qualitySchema,
  scheduleName,
  whoSchema,
  type writtenSchema,
} from "../contract.ts";
import { type Expansion, expansionOf } from "../model/expansion-of.ts";
import type { Shift, Shifts } from "../model/on-call.ts";
import { qualityOfServed } from "../model/quality.ts";
import { ServedSchedule } from "../model/served-schedule.ts";
import { withoutPlace } from "../model/words.ts";
import { existingSchedule, findSchedule } from "./existing-schedule.ts";
import { PeopleBook } from "./people-book.ts";
import { type PreparedSchedules, servedNow } from "./prepared-schedules.ts";
import { readDefinition } from "./schedule-actions.ts";

const PERIOD_MS_MAX = 400 * DAY_MS;
const LOCAL_LETTERS = "2026-03-29T02:00".length;

const period = { from: instantField, to: instantField };
const ofSchedule = { schedule: scheduleName };

/** Questions about times: shifts, an instant, quality, and what a draft would say. */
export function shiftActions(prepared: PreparedSchedules): Record<"shifts" | "who" | "quality" | "preview", Action> {
  const servedOf = async (read: Reader, schedule: string): Promise<ServedSchedule> =>
    prepared.one(read, await existingSchedule(read, schedule));
  const shifts = readAction({
    name: "schedule.shifts",
    may: "schedule:read",
    input: z.strictObject({ ...ofSchedule, ...period }),
    output: expansionSchema,
    run: async ({ schedule, ...asked }, { read }) => {
      checkPeriod(asked);
      return expansionView(await servedOf(read, schedule), asked);
    },
  });
  const who = readAction({
    name: "schedule.who",
    may: "schedule:read",
    input: z.strictObject({ ...ofSchedule, at: instantField.optional() }),
    output: whoSchema,
    run: async ({ schedule, at }, { read, now }) => {
      const { people, since, until } = (await servedOf(read, schedule)).at(at ?? now);
      return { people: [...people], since: isoTextOrNull(since), until: isoTextOrNull(until) };
    },
  });
  const quality = readAction({
    name: "schedule.quality",
    may: "schedule:read",
    input: z.strictObject({ ...ofSchedule, ...period }),
    output: qualitySchema,
    run: async ({ schedule, ...asked }, { read }) => {
      checkPeriod(asked);
      const { coverage, balance, load, zone } = qualityOfServed(await servedOf(read, schedule), asked);
      return {
        from: isoText(asked.from),
        to: isoText(asked.to),
        zone,
        coverage: { ...coverage, gaps: coverage.gaps.map(timeView) },
        balance: { ...balance, people: [...balance.people] },
        load: { ...load, people: [...load.people] },
      };
    },
  });
  return { shifts, who, quality, preview };
}

/** What a draft would say, with the overrides of the schedule that it is for, from now on; nothing is kept. */
const preview = readAction({
  name: "schedule.preview",
  may: "schedule:read",
  input: z.strictObject({ definition: definitionField, schedule: scheduleName.optional(), ...period }),
  output: previewSchema,
  run: async ({ definition, schedule: name, ...asked }, { read, now }) => {
    checkPeriod(asked);
    const { schedule, title, text, remarks } = readDefinition(definition);
    const row = name === undefined ? undefined : await findSchedule(read, name);
    const draft = { from: now, schedule };
    const served =
      row === undefined ? new ServedSchedule([draft], []) : (await servedNow(read, row.schedule)).goingOnAs(draft);
    const book = await PeopleBook.open(read);
    return {
      ...expansionView(served, asked),
      title,
      written: JSON.parse(text) as z.input<typeof writtenSchema>,
      warnings: [...book.warningsOf(served.peopleFrom(now)), ...remarks.map(withoutPlace)],
    };
  },
});

function expansionView(served: ServedSchedule, { from, to }: Interval): z.input<typeof expansionSchema> {
  const { shifts, gaps, layers, clockChanges }: Expansion = expansionOf(served, { from, to });
  return {
    from: isoText(from),
    to: isoText(to),
    zone: served.latest?.zone ?? "UTC",
    shifts: shifts.map(shiftView),
    gaps: gaps.map(timeView),
    layers: layers.map((layer) => ({ name: layer.name, shifts: layer.shifts.map(shiftView) })),
    clockChanges: clockChanges.map(({ at, before, after }) => ({
      at: isoText(at),
      before: isoText(before).slice(0, LOCAL_LETTERS),
      after: isoText(after).slice(0, LOCAL_LETTERS),
    })),
  };
}

function shiftView({ start, end, people }: Shift) {
  return { start: isoText(start), end: isoText(end), people: [...people] };
}

function timeView({ start, end }: Shifts["gaps"][number]) {
  return { start: isoText(start), end: isoText(end) };
}

/** Refuses a time that is empty or too long. */
function checkPeriod({ from, to }: Interval): void {
  if (from < to && to - from <= PERIOD_MS_MAX) return;
  throw new Refusal(
    "invalid",
    "schedule.period",
    `from must be before to, and at most ${PERIOD_MS_MAX / DAY_MS} days before it. Ask for less at once.`,
    { faults: [{ pointer: "/to", detail: "is not within that" }] },
  );
}
