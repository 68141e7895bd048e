import { PreparedLayer } from "./prepared-layer.ts";
import type { Layer, WeekSpan } from "./schedule.ts";
import { WeekPattern } from "./week-pattern.ts";
import { WEEK_MINUTES } from "./week.ts";
import type { ZoneClock } from "./zone-clock.ts";

const ALWAYS: readonly WeekSpan[] = [{ start: 0, length: WEEK_MINUTES }];

/**
 * The layers of a higher priority that together cover all times of this one, none when they leave it any. Only those
 * count that are there all the time that this one is, and never without members.
 */
export function coveringLayers(layer: Layer, layers: readonly Layer[], clock: ZoneClock): Layer[] {
  const own = new PreparedLayer(layer, clock, () => 0);
  const higher = layers.filter((other) => {
    if (other.priority <= layer.priority) return false;
    const { from, until, isNeverEmpty } = new PreparedLayer(other, clock, () => 0);
    return from <= own.from && until >= own.until && isNeverEmpty;
  });
  const together = new WeekPattern(higher.flatMap(({ only }) => only ?? ALWAYS));
  return together.includes(new WeekPattern(layer.only ?? ALWAYS)) ? higher : [];
}
