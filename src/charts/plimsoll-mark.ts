import { html, type Html } from "#kernel";

const CENTRE = 24;
const RADIUS = 17;
const LINE_Y = 24;

/** How the water looks: calm, rising towards the line, or over it. */
export type MarkTone = "calm" | "warn" | "bad";

/**
 * The Plimsoll mark as a gauge: the water stands at the share of the error budget that is spent. Nothing spent is an
 * empty circle, the whole budget reaches the line, twice the budget fills the circle; beyond both ends it is clamped,
 * so print the number beside it. Decoration for a screen reader: the number beside it says it all.
 */
export function plimsollMark(gauge: { readonly spent: number; readonly tone: MarkTone }): Html {
  const level = Math.min(2, Math.max(0, gauge.spent)) / 2;
  return html`<svg class="mark ${gauge.tone}" viewBox="0 0 48 48" aria-hidden="true" focusable="false"
    ><path class="water" d="${waterPath(level)}"/><circle cx="${CENTRE}" cy="${CENTRE}" r="${RADIUS}"/><path class="line" d="M1 ${LINE_Y}H47"/></svg>`;
}

/** The mark as an icon for a browser's tab, as the text of a `data:` address. */
export function plimsollIcon(): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#2f6f9f" stroke-width="5">` +
    `<path d="${waterPath(0.36)}" fill="#8fbfe0" stroke="none"/><circle cx="24" cy="24" r="17"/><path d="M1 24H47"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const fullCircle = `M${CENTRE - RADIUS} ${CENTRE}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0Z`;

/** The part of the circle below a level in [0, 1] of its height. */
function waterPath(level: number): string {
  if (level <= 0) return "";
  if (level >= 1) return fullCircle;
  const y = CENTRE + RADIUS - 2 * RADIUS * level;
  const half = Math.sqrt(RADIUS ** 2 - (y - CENTRE) ** 2);
  const large = level > 0.5 ? 1 : 0;
  return `M${(CENTRE - half).toFixed(2)} ${y.toFixed(2)}A${RADIUS} ${RADIUS} 0 ${large} 0 ${(CENTRE + half).toFixed(2)} ${y.toFixed(2)}Z`;
}
