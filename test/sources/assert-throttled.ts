import assert from "node:assert/strict";
import type { Tally } from "./known-traffic.ts";

/** Known traffic is faster than what the lower plan allows, so whoever asks us must have refused some of it. */
export function assertThrottled(truth: Tally): void {
  const refused = [...truth.keys()].filter((key) => key.endsWith("|429"));
  assert.notDeepEqual(refused, [], "no request was over its client's rate");
}
