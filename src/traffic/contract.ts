import { instantField, repeatedField } from "#http";
import { parseDurationMs, Refusal } from "#kernel";
import { z } from "zod";
import { KPI_DIMENSIONS } from "./model/kpis.ts";

/** Names that one filter may list. */
const FILTER_NAMES_MAX = 100;
const NAME_CHARACTERS_MAX = 4_096;

const instant = z.iso.datetime();
const names = repeatedField(z.string().max(NAME_CHARACTERS_MAX), FILTER_NAMES_MAX).optional();

/** `5m`, `1h`, `1d`, read to milliseconds. */
const durationField = z.string().transform((text, context) => {
  try {
    return parseDurationMs(text);
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    context.addIssue({ code: "custom", message: fault.detail });
    return z.NEVER;
  }
});

/** What `GET /apis/{api}/kpis` may be asked. Each filter may be given several times: a request must have one of the names. */
export const kpisQuerySchema = z.object({
  from: instantField.optional(),
  to: instantField.optional(),
  groupBy: z.enum(KPI_DIMENSIONS).optional(),
  step: durationField.optional(),
  compare: z.literal("previous").optional(),
  client: names,
  operation: names,
  version: names,
  plan: names,
  status: names,
  region: names,
  release: names,
});

const countsShape = {
  requests: z.number(),
  valid: z.number(),
  good: z.number(),
  bad: z.number(),
  excluded: z.number(),
  throttled: z.number(),
  clientFaults: z.number(),
  /** good ÷ valid; null when valid = 0. */
  availability: z.number().nullable(),
};

const percentile = z.number().nullable();
/** Milliseconds. The mean is exact; percentiles are within `bound` (relative), null where no histogram knows these requests. */
const latencySchema = z.object({
  p50: percentile,
  p90: percentile,
  p95: percentile,
  p99: percentile,
  mean: z.number(),
  bound: z.number(),
});
/** What of it the upstream took; of requests that tell it. */
const upstreamSchema = z.object({
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  requests: z.number(),
  bound: z.number(),
});
const figuresShape = { ...countsShape, latencyMs: latencySchema.nullable() };
const intervalSchema = z.object({ from: instant, to: instant });

/** What it answers. `from` and `to` are what was counted: the range widened to whole minutes. */
export const kpisSchema = z.object({
  from: instant,
  to: instant,
  ...figuresShape,
  responseBytes: z.number(),
  /** Null where no record tells it, or something is filtered. */
  upstreamMs: upstreamSchema.nullable(),
  clients: z.object({
    active: z.number(),
    observed: z.number(),
    new: z.number().optional(),
    returning: z.number().optional(),
    lost: z.number().optional(),
  }),
  latencyRange: intervalSchema,
  stepMs: z.number(),
  series: z.array(z.object({ at: instant, ...figuresShape, upstreamMs: upstreamSchema.optional() })),
  groups: z.array(z.object({ key: z.string(), ...figuresShape, responseBytes: z.number() })),
  groupsSummedUp: z.number(),
  previous: z.object({ from: instant, to: instant, ...countsShape }).optional(),
  damaged: z.array(intervalSchema),
});

/** The query as it was read. */
export type KpisInput = z.output<typeof kpisQuerySchema>;
/** The answer as JSON. */
export type KpisJson = z.output<typeof kpisSchema>;
