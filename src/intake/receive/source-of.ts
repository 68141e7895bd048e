import type { Source } from "#apis";

/** What may send records as NDJSON: the others have ways of their own. */
const SENDERS: readonly Source[] = ["push", "middleware", "gateway", "log"];

/** What sends a body, by its header `Plimsoll-Source`: push unless it says so; undefined for what is none. */
export function sourceOf(header: string | readonly string[] | undefined): Source | undefined {
  return header === undefined ? "push" : SENDERS.find((source) => source === header);
}
