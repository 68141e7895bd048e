import { z } from "zod";

/** Instants are RFC 3339 with Z; ratios are decimals and null or 1 where valid = 0, as docs/manual/evaluate.md says. */
const instant = z.iso.datetime();
const nullableInstant = instant.nullable();

const windowSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rolling"), length: z.string(), from: instant, to: instant }),
  z.object({
    kind: z.literal("calendar"),
    every: z.string(),
    zone: z.string(),
    from: instant,
    to: instant,
    end: instant,
  }),
]);

const urgency = z.enum(["page", "ticket"]);
const pairSchema = z.object({
  longMs: z.number(),
  shortMs: z.number(),
  factor: z.number(),
  from: instant,
  to: nullableInstant,
});
const shares = z.array(z.object({ key: z.string(), bad: z.number() }));

/** `OBJECTIVE` of the public contract: a promise, and how it stands. */
export const objectiveSchema = z.object({
  name: z.string(),
  client: z.string().optional(),
  method: z.enum(["Occurrences", "Timeslices", "RatioTimeslices"]),
  targetPpm: z.number(),
  window: windowSchema,
  observedMs: z.number(),
  coveredMs: z.number(),
  valid: z.number(),
  bad: z.number(),
  good: z.number(),
  requests: z.object({ valid: z.number(), bad: z.number() }).optional(),
  remaining: z.number(),
  remainingEvents: z.number(),
  burnRate: z.number(),
  state: z.enum(["ok", "burning", "exhausted", "noTraffic", "notMeasured", "partial", "unknown"]),
  /** What maintenance took out of the window, in requests. Of a running server, of an objective as a whole only. */
  excluded: z.object({ valid: z.number(), bad: z.number(), remainingWithout: z.number() }).optional(),
  forecast: z
    .object({ paceMs: z.number(), paceBurnRate: z.number(), goneAt: nullableInstant, goneAtRollOff: nullableInstant })
    .optional(),
  period: z.object({ elapsed: z.number(), consumed: z.number(), consumedOfPeriod: z.number() }).optional(),
  leftOut: z
    .array(z.object({ urgency, longMs: z.number(), shortMs: z.number(), factor: z.number(), why: z.string() }))
    .optional(),
  estimated: z.literal(true).optional(),
});

/** `ALERT` of the public contract: from firing to its end, with what explains it. */
export const alertSchema = z.object({
  objective: z.string(),
  kind: z.enum([
    "burnRate",
    "trafficVanished",
    "measurementLost",
    "probeFailed",
    "certificateExpiring",
    "heartbeatMissing",
  ]),
  client: z.string().optional(),
  urgency,
  firedAt: instant,
  endedAt: nullableInstant,
  end: z.enum(["resolved", "lapsed"]).nullable(),
  mutedBy: z.string().nullable(),
  pairs: z.array(pairSchema),
  explanation: z.object({
    text: z.string(),
    n: z.number(),
    bad: z.number(),
    k: z.number(),
    threshold: z.number(),
    clearsAfterMs: z.number().nullable(),
    window: z.object({ from: instant, to: instant }),
    by: z.object({
      affectedClients: z.number(),
      activeClients: z.number().nullable(),
      clients: shares,
      operations: shares,
      statuses: shares,
      releases: shares,
    }),
    /** The command that recomputes it, where there is one. */
    command: z.string().optional(),
  }),
});

/** How fast the budget burns in one of the windows that its alerts look at. */
const burnRateSchema = z.object({
  windowMs: z.number(),
  valid: z.number(),
  bad: z.number(),
  burnRate: z.number(),
});

/** An objective of a whole API, as lists show it. */
export const listedObjectiveSchema = objectiveSchema.extend({
  /** What follows the API's name in the objective's: unique within the API. */
  id: z.string(),
  api: z.string(),
  /** What a person would say of it. */
  sentence: z.string(),
  forecastText: z.string().optional(),
  /** How many clients have an instance of it. */
  clients: z.number(),
  /** Clients that came when there were too many to have one: counted in the API only. */
  clientsLeftOut: z.number(),
  burnRates: z.array(burnRateSchema),
});

export const objectivesSchema = z.object({ at: instant, items: z.array(listedObjectiveSchema) });

/** One objective with its history. */
export const objectiveDetailSchema = listedObjectiveSchema.extend({
  at: instant,
  /** Share of the budget left, over time; the last point is now. */
  burnDown: z.array(z.object({ at: instant, remaining: z.number() })),
  /** The windows and factors of its alerts, as people write them. */
  pairs: z.array(z.string()),
});

/** A target that was tried on what happened. */
const whatIfRowSchema = z.object({
  targetPpm: z.number(),
  remaining: z.number(),
  pages: z.number(),
  tickets: z.number(),
  nightsWoken: z.number(),
  outagesMissed: z.number(),
  promise: z.string(),
  sentence: z.string(),
});

export const whatIfSchema = z.object({
  objective: z.string(),
  zone: z.string(),
  from: instant,
  to: instant,
  outages: z.number(),
  present: whatIfRowSchema,
  candidates: z.array(whatIfRowSchema),
  supportable: z.array(z.object({ confidence: z.number(), targetPpm: z.number() })),
});

export type ObjectiveJson = z.infer<typeof objectiveSchema>;
export type ListedObjectiveJson = z.infer<typeof listedObjectiveSchema>;
export type ObjectiveDetailJson = z.infer<typeof objectiveDetailSchema>;
export type AlertJson = z.infer<typeof alertSchema>;
export type WhatIfJson = z.infer<typeof whatIfSchema>;
