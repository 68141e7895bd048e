import type { ReplayedGroups } from "./replay-groups.ts";

/** What a draft of routes would have changed: "14 pages instead of 61 in the last 90 days; 3 alerts would page no longer." */
export function replayText({
  saved,
  drafted,
  lost,
  days,
}: {
  readonly saved: Pick<ReplayedGroups, "pages">;
  readonly drafted: Pick<ReplayedGroups, "pages">;
  /** Alerts that paged and would not. */
  readonly lost: number;
  readonly days: number;
}): string {
  const time = days === 1 ? "the last day" : `the last ${days} days`;
  const count =
    saved.pages === drafted.pages
      ? `${pagesText(drafted.pages)} in ${time}, as many as now`
      : `${pagesText(drafted.pages)} instead of ${saved.pages} in ${time}`;
  const missed =
    lost === 0
      ? "each alert that paged still would"
      : `${lost === 1 ? "1 alert" : `${lost} alerts`} that paged would page nobody`;
  return `${count}; ${missed}.`;
}

function pagesText(count: number): string {
  return count === 1 ? "1 page" : `${count} pages`;
}
