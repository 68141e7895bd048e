import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import type { CounterTerm } from "./counter-query.ts";

/** The longest window that is counted from the counters themselves. */
export const DIRECT_MAX_MS = 6 * HOUR_MS;

/** More tiles than this make a query that promtool refuses to evaluate (10,000 samples, each counted twice). */
const TILES_MAX = 4_500;
const TILE_LENGTHS_MS = [5 * MINUTE_MS, 10 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS];

/** The length of the tiles that longer windows are summed from: 10 minutes where the longest is 30 days. */
export function tileMsFor(longestMs: number): number {
  return TILE_LENGTHS_MS.find((ms) => longestMs <= ms * TILES_MAX) ?? 6 * HOUR_MS;
}

/** 5_400_000 → "1h30m", as Prometheus writes ranges. */
export function rangeText(ms: number): string {
  let left = ms;
  let text = "";
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(left / unitMs);
    if (count > 0) text += `${count}${unit}`;
    left -= count * unitMs;
  }
  return text;
}

const UNITS: readonly (readonly [string, number])[] = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["m", MINUTE_MS],
  ["s", SECOND_MS],
  ["ms", 1],
];

/** The increase of counters over the window that ends now; 0 where there is no series, so that what never failed has failed 0 times. */
export function directCount(terms: readonly CounterTerm[], windowMs: number): string {
  return joined(terms, (selector) => `sum(increase(${selector}[${rangeText(windowMs)}]))`);
}

/**
 * The increase of counters in the tile that ends now, by their values now and a tile ago: tiles that follow each other
 * then lose nothing between two scrapes. A series that was reset lately, or was not there a tile ago, falls back to
 * `increase`.
 */
export function tileCount(terms: readonly CounterTerm[], tileMs: number): string {
  const tile = rangeText(tileMs);
  return joined(
    terms,
    (selector) =>
      `sum(${selector} - ${selector} offset ${tile} and resets(${selector}[${rangeText(2 * tileMs)}]) == 0` +
      ` or increase(${selector}[${tile}]))`,
  );
}

/**
 * The sum of a tile series over a window. The subquery takes one tile for each such length of the clock, however often
 * the rule is evaluated; a range holds both of its ends before Prometheus 3, so one millisecond less holds exactly the
 * window's tiles.
 */
export function summedTiles(tileSeries: string, windowMs: number, tileMs: number): string {
  return `sum_over_time(${tileSeries}[${rangeText(windowMs - 1)}:${rangeText(tileMs)}])`;
}

/** Each sum is 0 where it finds no series. */
function joined(terms: readonly CounterTerm[], sumOf: (selector: string) => string): string {
  const sums = terms.map(({ sign, selector }) => ({ sign, text: `${sumOf(selector)} or vector(0)` }));
  const [first] = sums;
  if (sums.length === 1 && first?.sign === "+") return first.text;
  return sums.map(({ sign, text }, index) => `${index === 0 && sign === "+" ? "" : `${sign} `}(${text})`).join("\n");
}
