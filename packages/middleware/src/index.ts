/** Tells Plimsoll of each request that a Node server answers. What it promises is in README.md. */
export { Plimsoll } from "./plimsoll.ts";
export type { PlimsollCounts, PlimsollOptions } from "./options.ts";
