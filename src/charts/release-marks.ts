import { html, type Html, type Interval } from "#kernel";
import { placeX } from "./frame.ts";
import { PLOT_WIDTH } from "./paths.ts";

/** A release that went out, as charts mark it. */
export interface ReleaseMark {
  readonly at: number;
  /** What it is called. */
  readonly label: string;
}

/** A narrower label would hide its neighbour: share of the plot's width. */
const LABEL_ROOM = 0.14;

/** A line from top to bottom for each release. */
export function releaseMarks(releases: readonly ReleaseMark[], interval: Interval, height: number): Html {
  return html`${within(releases, interval).map(({ at }) => html`<path class="release" d="M${placeX(interval, at)} 0v${height}"/>`)}`;
}

/** Their names, for the overlay; those without room are left out (the page lists them all). */
export function releaseLabels(releases: readonly ReleaseMark[], interval: Interval): readonly Html[] {
  let free = -1;
  return within(releases, interval).flatMap(({ at, label }) => {
    const share = placeX(interval, at) / PLOT_WIDTH;
    if (share < free) return [];
    free = share + LABEL_ROOM;
    const edge = share > 0.86 ? " last" : "";
    return [
      html`<span class="release-label${edge}" aria-hidden="true" style="left:${(share * 100).toFixed(2)}%"><bdi>${label}</bdi></span>`,
    ];
  });
}

function within(releases: readonly ReleaseMark[], { from, to }: Interval): readonly ReleaseMark[] {
  return releases.filter(({ at }) => at >= from && at < to).toSorted((one, other) => one.at - other.at);
}
