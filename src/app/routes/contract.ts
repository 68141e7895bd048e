import { SOURCES } from "#apis";
import { ACTIVITY_FIGURES } from "#clients";
import { page } from "#http";
import { z } from "zod";
import { ACTIVITY_PERIODS } from "./activity-periods.ts";

const instant = z.iso.datetime();

/** An operation of an API: what its document says, and what traffic shows. */
export const operationSchema = z.object({
  operation: z.string(),
  /** Whether the document of the current version has it; null: there is no document. */
  documented: z.boolean().nullable(),
  requests: z.number(),
  valid: z.number(),
  bad: z.number(),
  availability: z.number().nullable(),
});

/** A page of operations. */
export const operationsSchema = page(operationSchema).extend({
  from: instant,
  to: instant,
  /** Whose document it is; null: there is none, and operations are guessed from paths. */
  version: z.string().nullable(),
  total: z.number(),
});

/** A page of operations, on the wire. */
export type OperationsJson = z.output<typeof operationsSchema>;

/** What was asked for and is in no operation of the document. */
export const unmatchedPathsSchema = page(
  z.object({ method: z.string(), path: z.string(), requests: z.number() }),
).extend({
  /** How counts and search name them all. */
  operation: z.string(),
  since: instant,
  total: z.number(),
  /** Requests of kinds beside the 1,000 that are told apart. */
  others: z.number(),
});

/** The same on the wire. */
export type UnmatchedPathsJson = z.output<typeof unmatchedPathsSchema>;

/** What a plan is filtered by for clients without one: no plan has such a name. */
export const NO_PLAN = "__none__";

/** A registered client as it is to one API. */
const clientOfApiSchema = z.object({
  id: z.string(),
  client: z.string(),
  title: z.string(),
  organisation: z.string(),
  createdAt: instant,
  retiredAt: instant.nullable(),
  /** Its plan for the API; null: none. */
  plan: z.object({ plan: z.string(), state: z.enum(["requested", "active", "suspended", "ended"]) }).nullable(),
  liveKeys: z.number(),
});

/** Clients as they are to one API, with how many there are in all that fit. */
export const clientsOfApiSchema = page(clientOfApiSchema).extend({ total: z.number() });

/** What clients asked of an API in a range. */
export const clientFiguresSchema = z.object({
  from: instant,
  to: instant,
  items: z.array(
    z.object({
      client: z.string(),
      requests: z.number(),
      valid: z.number(),
      bad: z.number(),
      availability: z.number().nullable(),
      /** The minute, hour or day of its last request; null: none since `lookedBackDays`. */
      lastSeen: z.object({ from: instant, to: instant }).nullable(),
    }),
  ),
  lookedBackDays: z.number(),
});

const figures = z.object({ active: z.number(), new: z.number(), returning: z.number(), lost: z.number() });

/** How many clients came, came back and stayed away, registered and observed apart. */
export const activitySchema = z.object({
  period: z.enum(ACTIVITY_PERIODS),
  items: z.array(z.object({ from: instant, to: instant, registered: figures, observed: figures })),
  /** Whether every client was told apart; otherwise there are more names than the server knows. */
  exact: z.boolean(),
});

/** The clients that one figure of one period counts, by name. */
export const activeClientsSchema = page(z.object({ client: z.string(), registered: z.boolean() })).extend({
  from: instant,
  to: instant,
  period: z.enum(ACTIVITY_PERIODS),
  figure: z.enum(ACTIVITY_FIGURES),
  total: z.number(),
});

/** The same on the wire. */
export type ClientsOfApiJson = z.output<typeof clientsOfApiSchema>;
export type ClientFiguresJson = z.output<typeof clientFiguresSchema>;
export type ActivityJson = z.output<typeof activitySchema>;
export type ActiveClientsJson = z.output<typeof activeClientsSchema>;

/** What delivers records, since the server started. */
export const sourcesSchema = z.object({
  startedAt: instant,
  /** Of one API: how much of its last 24 hours, since there is a first record, something watched; the rest is unknown, not good. */
  watched: z.object({ from: instant, to: instant, ms: z.number() }).nullable(),
  /** One line for each source and API of which a record was kept; at most five for each API. */
  items: z.array(
    z.object({
      source: z.enum(SOURCES),
      api: z.string(),
      /** Whether its records count; what others deliver is dropped as notTheSource. */
      counts: z.boolean(),
      kept: z.number(),
      unattributed: z.number(),
      /** Start of the latest request of which a record came. */
      lastRecordAt: instant,
      lastCameAt: instant,
      /** From the start of that request until its record came. */
      lagMs: z.number(),
    }),
  ),
  /** What was dropped, by source: whose it was is often just what was wrong. */
  dropped: z.array(
    z.object({
      source: z.enum(SOURCES),
      reasons: z.record(z.string(), z.number()),
      /** The newest last, at most ten. */
      examples: z.array(z.object({ at: instant, reason: z.string(), detail: z.string() })),
    }),
  ),
  /** Kept records of traces that were sampled at their head: requests that were left out are counted by nobody. */
  sampled: z.array(z.object({ source: z.enum(SOURCES), records: z.number() })),
  /** Requests that passed a gateway and of which no record will ever come, the latest first, at most 100: their time is not watched. */
  losses: z.array(
    z.object({
      api: z.string(),
      /** The name of its token; null: the server's own. */
      gateway: z.string().nullable(),
      /** When the first began, and behind the last. */
      from: instant,
      to: instant,
      requests: z.number(),
      toldAt: instant,
    }),
  ),
  next: z.null(),
});
