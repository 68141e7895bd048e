import { isScalar, isSeq, type Node } from "yaml";
import { DAY_MS, parseDurationMs } from "#kernel";
import type { PlanReading } from "#objectives";
import type { Step } from "../model/policy.ts";
import { targetOf } from "./target-of.ts";

/** All that a step can have. */
export const STEP_KEYS = ["page", "notify", "after"] as const;
const TARGETS_MAX = 50;
const AFTER_MS_MAX = DAY_MS;
const EXAMPLE = "such as {page: [schedule:primary]} or {notify: [team:orders], after: 5m}";

/** An entry of `steps`; none, and its faults, where it is not understood. */
export function stepOf(
  node: Node | null,
  { reading, usualAfterMs }: { readonly reading: PlanReading; readonly usualAfterMs: number },
): Step[] {
  const map = reading.map(node, 0, `steps has entries ${EXAMPLE}.`);
  if (map === null) return [];
  const parts = new Map(reading.entries(map, STEP_KEYS));
  const acts = (["page", "notify"] as const).filter((each) => parts.has(each));
  const [act] = acts;
  if (act === undefined || acts.length > 1) {
    reading.faultAt(map, `a step has one of page and notify, ${EXAMPLE}.`);
    return [];
  }
  const list = parts.get(act) ?? null;
  const items =
    isScalar(list) && list.value !== null ? [list] : reading.items(list, `${act} must be a list ${EXAMPLE}.`);
  if (items.length === 0 && isSeq(list)) {
    reading.faultAt(list, `this step names nobody, so it would always be skipped. Write whom to tell, ${EXAMPLE}.`);
  }
  if (items.length > TARGETS_MAX) reading.faultAt(list, `a step names more than ${TARGETS_MAX} targets.`);
  const targets = items.slice(0, TARGETS_MAX).flatMap((item) => reading.parsed(item, targetOf) ?? []);
  const after = parts.has("after") ? reading.parsed(parts.get("after"), parseDurationMs) : usualAfterMs;
  if (after !== undefined && after > AFTER_MS_MAX) {
    reading.faultAt(parts.get("after"), "a step waits at most 1 day: nobody waits longer for an answer.");
  }
  return after === undefined ? [] : [{ act, targets, afterMs: after }];
}
