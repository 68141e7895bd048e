import type { PageRow } from "./rows.ts";

/** Of some delays, ms: median and ninth decile by nearest rank, and the mean. All null when there is none. */
export interface Delays {
  readonly n: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  readonly meanMs: number | null;
}

/** Of whole ms; the mean is rounded. */
export function delaysOf(delays: readonly number[]): Delays {
  const sorted = delays.toSorted((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return { n, medianMs: null, p90Ms: null, meanMs: null };
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(n * share) - 1)] ?? 0;
  const meanMs = Math.round(sorted.reduce((sum, each) => sum + each, 0) / n);
  return { n, medianMs: rank(0.5), p90Ms: rank(0.9), meanMs };
}

/** From the alert that fired to the first message; pages that told nobody are not among them. */
export function detectDelays(pages: readonly PageRow[]): number[] {
  return pages.flatMap(({ told_at: told, since_at: since }) => (told === null ? [] : [Math.max(0, told - since)]));
}

/** From the first message to the first reaction of a person. */
export function reactionDelays(pages: readonly PageRow[]): number[] {
  return pages.flatMap(({ told_at: told, reacted_at: reacted }) =>
    told === null || reacted === null ? [] : [Math.max(0, reacted - told)],
  );
}
