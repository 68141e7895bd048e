/** Where an axis has a line, and what it says there. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** Round values on an axis: ascending, equally far apart, covering everything asked for. */
export interface TickRange {
  readonly low: number;
  readonly high: number;
  readonly values: readonly number[];
}

/**
 * Steps of 1, 2 or 5 × 10ⁿ that cover [low, high] in at most `about` + 1 steps. `least` is the finest step that
 * makes sense (1 for counts). An empty range is widened by one step.
 */
export function linearTicks(range: { low: number; high: number; about: number; least?: number }): TickRange {
  const { low, high, about, least = 1e-9 } = range;
  const step = Math.max(least, roundStep((high - low) / about));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const values = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
  return { low: tidy(first * step), high: tidy(last * step), values };
}

/** Ticks of a log axis that covers [low, high], both > 0: 1, 2, 5 in each decade; only 1 when there are many. */
export function logTicks(low: number, high: number): TickRange {
  const firstDecade = Math.floor(Math.log10(low));
  const lastDecade = Math.ceil(Math.log10(high) + 1e-9);
  const factors = Math.log10(high / low) > 2.2 ? [1] : [1, 2, 5];
  const all = Array.from({ length: lastDecade - firstDecade + 1 }, (_, i) => 10 ** (firstDecade + i)).flatMap(
    (decade) => factors.map((factor) => tidy(factor * decade)),
  );
  // A value just below a decade has the logarithm of the decade itself: the first tick is then a hair above it.
  const from = Math.max(
    0,
    all.findLastIndex((value) => value <= low),
  );
  const to = all.findIndex((value, i) => value >= high && i > from);
  const values = all.slice(from, to + 1);
  return { low: values[0] ?? low, high: values.at(-1) ?? high, values };
}

function roundStep(step: number): number {
  if (!(step > 0)) return 0;
  const decade = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * decade >= step * (1 - 1e-9)) ?? 10;
  return factor * decade;
}

/** Takes back what binary fractions add: 0.30000000000000004 → 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
