/**
 * Charts: data in, markup out. Pictures are stretched to the width of their place, their labels are text of the page.
 * Needs `chartStyle` on the page; `chartScript` adds the shared cursor, without it nothing is missing but that.
 */
export type { AlertBand } from "./alert-bands.ts";
export { alertTimeline, type TimelineLane } from "./alert-timeline.ts";
export { burnDown } from "./burn-down.ts";
export { chartScript } from "./chart-script.ts";
export { chartStyle } from "./chart-style.ts";
export type { ReleaseMark } from "./release-marks.ts";
export { latencyBands } from "./latency-bands.ts";
export { type MarkTone, plimsollIcon, plimsollMark } from "./plimsoll-mark.ts";
export { type SmallMultiple, smallMultiples } from "./small-multiples.ts";
export { trafficChart } from "./traffic-chart.ts";
