import { ceilTo, type Interval } from "#kernel";

/**
 * Whether nobody is told at an instant of what fires of a row: the instant from which somebody is, or null when at once.
 * In maintenance nothing new is counted; what begins to burn only because good requests leave the window, and what
 * another alert spoke for until now, is no news of that time. It is told when the maintenance is over, if it still burns.
 */
export type HeldBack = (row: number, at: number) => number | null;

/** Nothing is ever held back. */
export const NEVER_HELD_BACK: HeldBack = () => null;

/**
 * For an instant at which the last slot lies in one of these intervals: the first at which a slot behind it is seen.
 * Slots begin at `origin` and every `slotMs` from there.
 */
export function endOfQuiet(
  intervals: readonly Interval[],
  at: number,
  { slotMs, origin }: { readonly slotMs: number; readonly origin: number },
): number | null {
  const slot = at - slotMs;
  const held = intervals.filter(({ from, to }) => from <= slot && slot < to);
  if (held.length === 0) return null;
  return origin + ceilTo(Math.max(...held.map(({ to }) => to)) - origin, slotMs) + slotMs;
}
