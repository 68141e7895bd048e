import { z } from "zod";

const DEFINITION_LETTERS_MAX = 500_000;
const REASON_LETTERS_MAX = 500;
const PEOPLE_MAX = 500;

/** The name of a schedule: it stays, in addresses, plans and messages. */
export const scheduleName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

const handle = z.string().regex(/^[a-z0-9-]{1,63}$/, "is no handle of a person, such as ana");
const instant = z.iso.datetime();

/** Why something is done, for whoever reads it later. */
export const reasonField = z.string().trim().max(REASON_LETTERS_MAX).default("");

/** A schedule as a text of YAML or JSON, whose faults have lines and columns, or as the same in JSON. */
export const definitionField = z.union([
  z.string().min(1).max(DEFINITION_LETTERS_MAX),
  z.record(z.string(), z.unknown()),
]);

/** A layer as it was written. */
const writtenLayer = z.object({
  name: z.string().optional(),
  rotate: z.array(
    z.union([
      z.string(),
      z.record(z.string(), z.object({ from: z.string().optional(), until: z.string().optional() })),
    ]),
  ),
  every: z.string(),
  from: z.string(),
  until: z.string().optional(),
  only: z.union([z.string(), z.array(z.string())]).optional(),
  advance: z.string().optional(),
  priority: z.number().optional(),
});

/** An override as it was written in the text. */
const writtenOverride = z.object({
  from: z.string(),
  to: z.string(),
  replace: z.string().optional(),
  with: z.string().optional(),
  add: z.string().optional(),
  remove: z.string().optional(),
  everyone: z.array(z.string()).optional(),
});

/** What a text says, taken apart. */
export const writtenSchema = z.object({
  zone: z.string(),
  layers: z.array(writtenLayer),
  overrides: z.array(writtenOverride).default([]),
});

const personSchema = z.object({
  handle: z.string(),
  /** The handle where nobody of it is here. */
  name: z.string(),
  state: z.enum(["active", "disabled", "unknown"]),
});

/** Who is on call, and until when: null: for ever, or nobody is ever. */
const dutySchema = z.object({
  people: z.array(personSchema),
  since: instant.nullable(),
  until: instant.nullable(),
});

/** A schedule among others: who is on call now, and who comes then. */
export const onCallNowSchema = z.object({
  schedule: z.string(),
  title: z.string(),
  zone: z.string(),
  ...dutySchema.shape,
  /** From `until` on; empty: nobody. Null where nothing changes. */
  next: z.array(personSchema).nullable(),
  /** What may keep somebody from being told, each a sentence. */
  warnings: z.array(z.string()),
  managedBy: z.string().nullable(),
});

/** A schedule with its text. */
export const scheduleSchema = z.object({
  ...onCallNowSchema.shape,
  /** The text that it would be put by. */
  definition: z.string(),
  written: writtenSchema,
  /** Everybody whom it puts on call from now on. */
  everybody: z.array(personSchema),
  /** Teams that are reached by it. */
  teams: z.array(z.string()),
  createdAt: instant,
  changedAt: instant,
  revision: z.number(),
});

const shiftSchema = z.object({ start: instant, end: instant, people: z.array(z.string()) });
const timeSchema = z.object({ start: instant, end: instant });

/** A time of a schedule: what is so, and what each layer would say alone. */
export const expansionSchema = z.object({
  from: instant,
  to: instant,
  zone: z.string(),
  shifts: z.array(shiftSchema),
  gaps: z.array(timeSchema),
  layers: z.array(z.object({ name: z.string(), shifts: z.array(shiftSchema) })),
  /** `before` and `after`: what the local clock would have shown, and what it shows. */
  clockChanges: z.array(z.object({ at: instant, before: z.string(), after: z.string() })),
});

/** What a draft would say, and what may surprise about it. */
export const previewSchema = z.object({
  ...expansionSchema.shape,
  title: z.string().nullable(),
  written: writtenSchema,
  warnings: z.array(z.string()),
});

/** Who is on call at an instant. */
export const whoSchema = z.object({
  people: z.array(z.string()),
  since: instant.nullable(),
  until: instant.nullable(),
});

/** How well a time is covered, and how evenly. Hours may have fractions. */
export const qualitySchema = z.object({
  from: instant,
  to: instant,
  zone: z.string(),
  coverage: z.object({
    hours: z.number(),
    coveredHours: z.number(),
    share: z.number(),
    gaps: z.array(timeSchema),
  }),
  balance: z.object({
    equalShareHours: z.number(),
    people: z.array(
      z.object({
        person: z.string(),
        hours: z.number(),
        shifts: z.number(),
        nights: z.number(),
        nightHours: z.number(),
        weekendHours: z.number(),
        deviationHours: z.number(),
        deviation: z.number().nullable(),
      }),
    ),
  }),
  load: z.object({
    atOnce: z.number(),
    people: z.array(
      z.object({
        person: z.string(),
        hoursPerWeek: z.number(),
        longestHours: z.number(),
        incidentBudget: z.number(),
      }),
    ),
  }),
});

/** What an override does to the people on call. */
export const changeField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("replace"), person: handle, with: handle }),
  z.strictObject({ kind: z.literal("add"), person: handle }),
  z.strictObject({ kind: z.literal("remove"), person: handle }),
  z.strictObject({ kind: z.literal("everyone"), people: z.array(handle).min(1).max(PEOPLE_MAX) }),
]);

/** An override that was made beside the text. */
export const overrideSchema = z.object({
  id: z.string(),
  from: instant,
  /** Where it ends, or was ended. */
  to: instant,
  change: changeField,
  sentence: z.string(),
  reason: z.string(),
  author: z.string(),
  createdAt: instant,
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  /** The swap that made it. */
  swap: z.string().nullable(),
});

/** A shift that somebody offers, and who took it, perhaps for one of theirs. */
export const swapSchema = z.object({
  id: z.string(),
  schedule: z.string(),
  person: z.string(),
  from: instant,
  to: instant,
  reason: z.string(),
  requestedAt: instant,
  taken: z.object({ by: z.string(), at: instant, return: timeSchema.nullable() }).nullable(),
  withdrawnAt: instant.nullable(),
});

/** A time in which somebody is on call by a schedule. */
export const ownShiftSchema = z.object({ schedule: z.string(), title: z.string(), start: instant, end: instant });

/** Gaps of one schedule. */
export const gapsSchema = z.object({ schedule: z.string(), title: z.string(), gaps: z.array(timeSchema) });

/** A calendar to which a person has an address; without a schedule, that of the own shifts. */
export const calendarSchema = z.object({ schedule: z.string().nullable(), createdAt: instant });

/** The address of a calendar: a secret, shown this once. */
export const newCalendarSchema = z.object({ schedule: z.string().nullable(), url: z.string() });

export type ScheduleJson = z.infer<typeof scheduleSchema>;
export type OnCallNowJson = z.infer<typeof onCallNowSchema>;
export type ExpansionJson = z.infer<typeof expansionSchema>;
export type PreviewJson = z.infer<typeof previewSchema>;
export type WrittenScheduleJson = z.infer<typeof writtenSchema>;
export type QualityJson = z.infer<typeof qualitySchema>;
export type OverrideJson = z.infer<typeof overrideSchema>;
export type SwapJson = z.infer<typeof swapSchema>;
export type OwnShiftJson = z.infer<typeof ownShiftSchema>;
export type GapsJson = z.infer<typeof gapsSchema>;
export type CalendarJson = z.infer<typeof calendarSchema>;
export type PersonOnCallJson = z.infer<typeof personSchema>;
