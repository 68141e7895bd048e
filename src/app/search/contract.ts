import { instantField } from "#http";
import { CLASSES } from "#traffic";
import { z } from "zod";

const LIMIT_MAX = 1_000;
const LIMIT_DEFAULT = 50;

/** What request records are searched by; all that is said must fit. */
export const recordQuerySchema = z.strictObject({
  api: z.string().optional(),
  /** RFC 3339; absent: as far back as records are kept. */
  from: instantField.optional(),
  /** RFC 3339, exclusive; absent: now, the newest second included. */
  to: instantField.optional(),
  /** `__unattributed__`: those that name none. */
  client: z.string().optional(),
  operation: z.string().optional(),
  /** `503`, `5xx`, `500-504`, or several with commas. */
  status: z.string().optional(),
  /** A class, or several with commas; `bad` = all that are bad for availability. */
  class: z.string().optional(),
  minDurationMs: z.coerce.number().nonnegative().optional(),
  traceId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  cursor: z.string().optional(),
});

/** A request record as it is shown; what it does not tell is absent. */
export const recordSchema = z.object({
  at: z.iso.datetime(),
  api: z.string(),
  environment: z.string(),
  kind: z.string(),
  operation: z.string(),
  client: z.string().nullable(),
  /** 0 = no answer. */
  status: z.number(),
  outcome: z.string().optional(),
  class: z.enum(CLASSES),
  durationMs: z.number().nullable(),
  /** Of it, what the upstream of a gateway took. */
  upstreamMs: z.number().optional(),
  responseBytes: z.number(),
  version: z.string().optional(),
  plan: z.string().optional(),
  region: z.string().optional(),
  release: z.string().optional(),
  method: z.string().optional(),
  traceId: z.string().optional(),
  requestId: z.string().optional(),
  path: z.string().optional(),
  ip: z.string().optional(),
  userAgent: z.string().optional(),
});

export const recordPageSchema = z.object({
  items: z.array(recordSchema),
  /** For the older ones; null when there are none. */
  next: z.string().nullable(),
  /** How many records were looked at for this page. */
  scanned: z.number(),
});

export type RecordJson = z.infer<typeof recordSchema>;
