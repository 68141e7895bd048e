import type { Scraped } from "./promtool.ts";

/** Traffic that does not change for a while. */
export interface Phase {
  readonly minutes: number;
  readonly perMinute: number;
  /** Share of it that fails. */
  readonly failing: number;
}

/** Requests that were answered and that failed, in all, at each scrape from instant 0 to the end of the phases. */
export interface Totals {
  readonly good: readonly number[];
  readonly bad: readonly number[];
}

/** Whole requests throughout, spread evenly. */
export function totalsOf(phases: readonly Phase[], scrapeEvery: number): Totals {
  const good = [0];
  const bad = [0];
  let all = 0;
  let failed = 0;
  for (const { minutes, perMinute, failing } of phases) {
    for (let second = scrapeEvery; second <= minutes * 60; second += scrapeEvery) {
      all += (perMinute * scrapeEvery) / 60;
      failed += (perMinute * scrapeEvery * failing) / 60;
      bad.push(Math.round(failed));
      good.push(Math.round(all) - Math.round(failed));
    }
  }
  return { good, bad };
}

/** The usual counter of a server: a series for each status, and none for a status that never came. */
export function scrapedFrom({ good, bad }: Totals): Scraped[] {
  const answered = { series: 'http_requests_total{job="orders", code="200"}', values: good };
  const failed = { series: 'http_requests_total{job="orders", code="503"}', values: bad };
  return bad.some((count) => count > 0) ? [answered, failed] : [answered];
}

/** The counters begin again at 0 right after a scrape. */
export function resetAfter(values: readonly number[], scrape: number): number[] {
  return values.map((value, index) => (index > scrape ? value - (values[scrape] ?? 0) : value));
}
