import { HOUR_MS } from "#kernel";
import { ZoneClock } from "#oncall";
import type { PageRow, ToldRow } from "./rows.ts";

/** Of some delays, ms: median and ninth decile by nearest rank, and the mean. All null when there is none. */
export interface Delays {
  readonly n: number;
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  readonly meanMs: number | null;
}

/** What one person was paged, and did. */
export interface PersonPages {
  readonly person: string;
  readonly pages: number;
  readonly night: number;
  readonly mostInShift: number;
  readonly reacted: number;
}

const SHIFT_MS = 12 * HOUR_MS;
const NIGHT_FROM = 22 * HOUR_MS;
const NIGHT_TO = 7 * HOUR_MS;
const DAY = 24 * HOUR_MS;

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

/** Each person who was paged: a page counts once for each, at the instant of its first message to them. By name. */
export function pagesByPerson(
  told: readonly ToldRow[],
  pages: readonly PageRow[],
  zoneOf: (person: string) => string,
): PersonPages[] {
  const reactions = Map.groupBy(pages, ({ reacted_by: by }) => by ?? "");
  const clocks = new Map<string, ZoneClock>();
  const clockOf = (zone: string): ZoneClock => {
    const clock = clocks.get(zone) ?? new ZoneClock(zone);
    clocks.set(zone, clock);
    return clock;
  };
  return [...Map.groupBy(told, ({ name }) => name)]
    .map(([person, rows]) => {
      const firsts = [...Map.groupBy(rows, ({ page_id: page }) => page).values()].map((of) =>
        Math.min(...of.map(({ at }) => at)),
      );
      const clock = clockOf(zoneOf(person));
      return {
        person,
        pages: firsts.length,
        night: firsts.filter((at) => isNight(at, clock)).length,
        mostInShift: mostWithin(firsts, SHIFT_MS),
        reacted: reactions.get(person)?.length ?? 0,
      };
    })
    .toSorted((a, b) => (a.person < b.person ? -1 : 1));
}

/** From 22:00 to 07:00 by a local clock. */
export function isNight(at: number, clock: ZoneClock): boolean {
  const wall = ((clock.wallAt(at) % DAY) + DAY) % DAY;
  return wall >= NIGHT_FROM || wall < NIGHT_TO;
}

/** The most of these instants that lie in any half-open time of this length. */
export function mostWithin(instants: readonly number[], length: number): number {
  const sorted = instants.toSorted((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [index, at] of sorted.entries()) {
    while ((sorted[from] ?? at) <= at - length) from++;
    most = Math.max(most, index - from + 1);
  }
  return most;
}
