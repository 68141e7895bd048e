/** Maps a value to its place on an axis: 0 at the low end, 1 at the high end. Not clamped. */
export type Scale = (value: number) => number;

/** Equal steps for equal differences. With `low` = `high` everything lies at the low end. */
export function linearScale(low: number, high: number): Scale {
  const span = high - low;
  return (value) => (span > 0 ? (value - low) / span : 0);
}

/** Equal steps for equal ratios; 0 < low < high. What is below `low` (zero too) lies at the low end. */
export function logScale(low: number, high: number): Scale {
  const linear = linearScale(Math.log(low), Math.log(high));
  return (value) => (value > low ? linear(Math.log(value)) : 0);
}
