import { z } from "zod";
import { grammar } from "./grammar.ts";

/** The JSON Schema (2020-12) of a file of a configuration, for editors. It is made from what reads the files. */
export function planSchema(): Readonly<Record<string, unknown>> {
  return { ...z.toJSONSchema(grammar, { io: "input" }), title: "Plimsoll configuration" };
}
