import { NOBODY, PreparedLayer } from "./prepared-layer.ts";
import type { Layer } from "./schedule.ts";
import type { ZoneClock } from "./zone-clock.ts";

/** Whether a layer has nobody at any instant: no member at any handoff, or its dates hold none of its times of the week. */
export function neverApplies(layer: Layer, clock: ZoneClock): boolean {
  const prepared = new PreparedLayer(layer, clock, () => 0);
  let at = prepared.from;
  while (at < prepared.until) {
    const state = prepared.at(at);
    if (state.person !== NOBODY) return false;
    at = state.until;
  }
  return true;
}
