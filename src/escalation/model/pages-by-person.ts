import { compareText, HOUR_MS } from "#kernel";
import type { ZoneClock } from "#oncall";
import type { PageRow, ToldRow } from "./rows.ts";

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

/** Each person who was paged: a page counts once for each, at the instant of its first message to them. By name. */
export function pagesByPerson(told: readonly ToldRow[], pages: readonly PageRow[], clock: ZoneClock): PersonPages[] {
  const reactions = Map.groupBy(pages, ({ reacted_by: by }) => by ?? "");
  return [...Map.groupBy(told, ({ name }) => name)]
    .map(([person, rows]) => {
      const firsts = [...Map.groupBy(rows, ({ page_id: page }) => page).values()].map((of) =>
        Math.min(...of.map(({ at }) => at)),
      );
      return {
        person,
        pages: firsts.length,
        night: firsts.filter((at) => isNight(at, clock)).length,
        mostInShift: mostWithin(firsts, SHIFT_MS),
        reacted: reactions.get(person)?.length ?? 0,
      };
    })
    .toSorted((a, b) => compareText(a.person, b.person));
}

/** From 22:00 to 07:00 by a local clock. */
function isNight(at: number, clock: ZoneClock): boolean {
  const wall = ((clock.wallAt(at) % DAY) + DAY) % DAY;
  return wall >= NIGHT_FROM || wall < NIGHT_TO;
}

/** The most of these instants that lie in any half-open time of this length. */
function mostWithin(instants: readonly number[], length: number): number {
  const sorted = instants.toSorted((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [index, at] of sorted.entries()) {
    while ((sorted[from] ?? at) <= at - length) from++;
    most = Math.max(most, index - from + 1);
  }
  return most;
}
