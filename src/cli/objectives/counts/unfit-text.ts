import { durationText } from "#kernel";
import type { Objective } from "#objectives";
import type { Counts } from "./counts.ts";

/** Why an objective cannot be judged by counts in these slots, and what to do; undefined when it can. */
export function unfitText(objective: Objective, { slots, slotMs }: Counts): string | undefined {
  const { name, window, method } = objective;
  const slot = `The slots of the counts (${durationText(slotMs)})`;
  if (window.kind === "rolling" && window.lengthMs < slotMs) {
    return `${slot} are longer than the window of ${name} (${durationText(window.lengthMs)}). Count in shorter slots.`;
  }
  if (method === undefined || method.kind === "Occurrences") return undefined;
  if (method.sliceMs % slotMs === 0 && (slots[0] as number) % slotMs === 0) return undefined;
  return `${slot} do not fit into the time slices of ${name} (${durationText(method.sliceMs)}, from midnight UTC on): a slot must not lie in two slices. Count in slots that divide them.`;
}
