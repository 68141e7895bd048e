import type { z } from "zod";

/** Exactly these keys: the module that reads the same part of the files knows them by the same list. */
export type Shape<Keys extends readonly string[]> = Readonly<Record<Keys[number], z.ZodType>>;
