import { html, type Html, type Interval } from "#kernel";
import { placeX } from "./frame.ts";
import { PLOT_WIDTH, round } from "./paths.ts";

/** An interval in which an alert was firing, as charts shade it. */
export interface AlertBand extends Interval {
  readonly urgency: "page" | "ticket";
  /** Short: the alert's number in the list on the page. */
  readonly label: string;
}

/** A narrower label would hide its neighbour: share of the plot's width. */
const LABEL_ROOM = 0.085;

/** Shaded bands behind a drawing: pages with a solid cap, tickets with a broken one. */
export function alertBands(bands: readonly AlertBand[], interval: Interval, height: number): Html {
  return html`${bands.map((band) => {
    const x = placeX(interval, band.from);
    const width = Math.max(2, round(placeX(interval, band.to) - x));
    return html`<rect class="band ${band.urgency}" x="${x}" y="0" width="${width}" height="${height}"/><path class="cap ${band.urgency}" d="M${x} 0h${width}"/>`;
  })}`;
}

/** The bands' labels, for the overlay; those without room are left out (the list has them all). */
export function alertBandLabels(bands: readonly AlertBand[], interval: Interval): readonly Html[] {
  let free = -1;
  return bands
    .toSorted((left, right) => left.from - right.from)
    .flatMap((band) => {
      const share = placeX(interval, band.from) / PLOT_WIDTH;
      if (share < free) return [];
      free = share + LABEL_ROOM;
      const edge = share > 0.94 ? " last" : "";
      return [
        html`<span class="band-label ${band.urgency}${edge}" aria-hidden="true" style="left:${(share * 100).toFixed(2)}%">${band.label}</span>`,
      ];
    });
}
