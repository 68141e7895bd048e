import { DAY_MS, floorTo, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";

const ROUND_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * HOUR_MS),
  DAY_MS,
];

/**
 * How long a slot must be so that at most `most` of them lie in the interval: a multiple of `slotMs`, a round one where
 * there is one. A column thinner than a pixel would not be drawn, and traffic would look like silence.
 */
export function coarseSlotMs(interval: Interval, slotMs: number, most: number): number {
  const least = (interval.to - interval.from) / most;
  if (least <= slotMs) return slotMs;
  return ROUND_MS.find((ms) => ms >= least && ms % slotMs === 0) ?? Math.ceil(least / slotMs) * slotMs;
}

/** Slots put together into longer ones by `add`; ascending. Sums stay exact. */
export function coarseSlots<T extends { readonly at: number }>(
  slots: readonly T[],
  slotMs: number,
  add: (sum: T, slot: T) => T,
): readonly T[] {
  const sums = new Map<number, T>();
  for (const slot of slots) {
    const at = floorTo(slot.at, slotMs);
    const sum = sums.get(at);
    sums.set(at, sum === undefined ? { ...slot, at } : add(sum, slot));
  }
  return [...sums.values()].toSorted((left, right) => left.at - right.at);
}
