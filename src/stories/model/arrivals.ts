import { DAY_MS, floorTo, HOUR_MS, type Random } from "#kernel";
import type { Story, Traffic } from "./story.ts";

/**
 * The instants (integer epoch ms, ascending) at which requests of a story begin: a Poisson process with a rate that is
 * constant within each hour. Their number is drawn first (or given), then each instant in order, so nothing is sorted.
 */
export function* arrivals(story: Story, random: Random): Generator<number> {
  const slots = slotsOf(story);
  const total = slots.at(-1)?.expectedUntil ?? 0;
  if (total === 0) return;
  const count = story.requests ?? poisson(total, random);
  let slot = 0;
  let left = 1;
  for (let still = count; still > 0; still--) {
    // The least of n uniform numbers is distributed as 1 − v^(1/n): so the next one is found without the others.
    left *= (1 - random.next()) ** (1 / still);
    const expected = (1 - left) * total;
    while ((slots[slot]?.expectedUntil ?? total) < expected) slot++;
    const found = slots[slot];
    if (found) yield instantIn(found, expected);
  }
}

/** A part of one hour with its rate. */
interface Slot {
  readonly from: number;
  readonly to: number;
  /** Requests expected from the story's start to this slot's start and end. */
  readonly expectedBefore: number;
  readonly expectedUntil: number;
}

function slotsOf(story: Story): Slot[] {
  const slots: Slot[] = [];
  let expectedBefore = 0;
  for (let from = story.from; from < story.to; from = floorTo(from, HOUR_MS) + HOUR_MS) {
    const to = Math.min(story.to, floorTo(from, HOUR_MS) + HOUR_MS);
    const expectedUntil = expectedBefore + (rateAt(story, from) * (to - from)) / HOUR_MS;
    if (expectedUntil > expectedBefore) slots.push({ from, to, expectedBefore, expectedUntil });
    expectedBefore = expectedUntil;
  }
  return slots;
}

/** Requests per hour expected at an instant. */
export function rateAt(story: Pick<Traffic, "ratePerHour" | "weekdayFactors">, at: number): number {
  const hour = Math.floor(at / HOUR_MS) % 24;
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(at / DAY_MS) + 4) % 7;
  return (story.ratePerHour[hour] ?? 0) * (story.weekdayFactors?.[weekday] ?? 1);
}

function instantIn(slot: Slot, expected: number): number {
  const share = (expected - slot.expectedBefore) / (slot.expectedUntil - slot.expectedBefore);
  return Math.min(slot.to - 1, Math.floor(slot.from + share * (slot.to - slot.from)));
}

/** How many arrivals of rate 1 fall into a time of length `mean`: exact, in as many steps as its result. */
function poisson(mean: number, random: Random): number {
  let count = -1;
  for (let sum = 0; sum <= mean; count++) sum += random.exponential(1);
  return count;
}
