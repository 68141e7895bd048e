import { z } from "zod";

/** A name that stays: in addresses, plans and records. */
export const apiName = z.string().regex(/^[a-z0-9-]{1,63}$/, "takes 1 to 63 of a to z, 0 to 9 and -");

/** An API as lists and its own address show it. */
export const apiSchema = z.object({
  api: apiName,
  title: z.string(),
  /** Where clients reach it: scheme, host and the path before its operations. */
  at: z.string().nullable(),
  createdAt: z.iso.datetime(),
  revision: z.number(),
  /** The configuration text that owns it: then it is changed there. */
  managedBy: z.string().nullable(),
});

/** What is promised for an API, as text of an objectives file; empty with revision 0 until something is. */
export const objectivesFileSchema = z.object({ api: apiName, text: z.string(), revision: z.number() });
