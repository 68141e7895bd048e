import { DOCUMENT_CHARACTERS_MAX } from "#apis";
import { z } from "zod";
import { KINDS } from "./model/wanted.ts";

/** What would become, or became, of one object. */
export const objectChangeSchema = z.object({
  kind: z.enum(KINDS),
  name: z.string(),
  what: z.enum(["create", "change", "adopt", "vanished"]),
  was: z.string().optional(),
  managedBy: z.string(),
  /** A side is absent where it says nothing. */
  fields: z.array(z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() })),
  /** What applying does beside, or what it means for others; of what was applied, what was done. */
  effects: z.array(z.object({ text: z.string(), breaking: z.boolean() })).optional(),
});

/** What applying would do. */
export const differenceSchema = z.object({
  /** Of all that is there: `apply` carries it, so that nothing is overwritten that nobody has seen. */
  revision: z.string(),
  changes: z.array(objectChangeSchema),
  unchanged: z.number(),
  /** What was read and is not used. */
  remarks: z.array(z.string()),
});

/** What was done; `left` are the vanished objects that were not removed. */
export const appliedSchema = differenceSchema.extend({ left: z.number() });

/** The texts of a configuration, with what their references lead to. */
export const textsInput = {
  texts: z
    .array(z.strictObject({ file: z.string().min(1).max(1_000), text: z.string().max(2_097_152) }))
    .min(1)
    .max(500),
  /** What they refer to, by file and reference, as `referencesOf` lists it. */
  references: z
    .array(
      z.strictObject({
        file: z.string().max(1_000),
        reference: z.string().max(1_100),
        text: z.string().max(DOCUMENT_CHARACTERS_MAX),
      }),
    )
    .max(2_000)
    .default([]),
};

/** An object with the configuration that owns it. */
export const ownedSchema = z.object({ kind: z.enum(KINDS), name: z.string(), managedBy: z.string() });
