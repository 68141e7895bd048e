import { page } from "#http";
import { z } from "zod";

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
