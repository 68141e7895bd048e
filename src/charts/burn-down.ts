import { dateTimeText, html, type Html, type Interval, ratioText } from "#kernel";
import { type AlertBand, alertBandLabels, alertBands } from "./alert-bands.ts";
import { frame, placeX } from "./frame.ts";
import { linePath, PLOT_WIDTH, round } from "./paths.ts";
import { releaseLabels, type ReleaseMark, releaseMarks } from "./release-marks.ts";
import { linearScale } from "./scale.ts";
import { linearTicks } from "./ticks.ts";
import { dayTimeText } from "./time-ticks.ts";

const HEIGHT = 160;

export interface BurnDownChart {
  readonly id: string;
  /** What it is the budget of. */
  readonly name: string;
  readonly interval: Interval;
  /** Share of the budget left from each instant on: 1 = all, 0 = gone, below = overspent. Ascending. */
  readonly points: readonly { readonly at: number; readonly remaining: number }[];
  /** Even spending: from the whole budget at `from` to nothing at `to`; null where there is no such line. */
  readonly ideal: Interval | null;
  readonly alerts: readonly AlertBand[];
  /** Releases that went out; absent: none are known. */
  readonly releases?: readonly ReleaseMark[];
}

/** What is left of an error budget over time, with the line of even spending and the alerts that fired. */
export function burnDown(chart: BurnDownChart): Html {
  const { interval, points } = chart;
  const least = points.reduce((lowest, point) => Math.min(lowest, point.remaining), 0);
  const most = points.reduce((highest, point) => Math.max(highest, point.remaining), 1);
  const ticks = linearTicks({ low: least, high: most, about: 4 });
  const scale = linearScale(ticks.low, ticks.high);
  return frame({
    id: chart.id,
    title: `Budget left: ${chart.name}`,
    heading: "Budget left",
    description: descriptionOf(chart),
    interval,
    height: HEIGHT,
    unit:
      chart.ideal === null ? "share left of the budget of the requests until then" : "share of the error budget left",
    scale,
    yTicks: ticks.values.map((value) => ({ value, text: ratioText(value) })),
    key: [
      { look: "budget", text: "budget left" },
      ...(chart.ideal === null ? [] : [{ look: "ideal", text: "even spending" }]),
      ...(chart.alerts.length > 0 ? [{ look: "shade", text: "alert firing" }] : []),
    ],
    drawing: drawingOf(chart, (remaining) => round((1 - scale(remaining)) * HEIGHT)),
    overlay: [...alertBandLabels(chart.alerts, interval), ...releaseLabels(chart.releases ?? [], interval)],
    table: {
      caption: `budget left of ${chart.name}, times in UTC`,
      heads: ["from", "budget left"],
      rows: points.map((point) => ({ at: point.at, cells: [dayTimeText(point.at), ratioText(point.remaining)] })),
    },
  });
}

function descriptionOf(chart: BurnDownChart): string {
  const last = chart.points.at(-1);
  if (last === undefined) return "Nothing was measured.";
  const when = dateTimeText(last.at);
  const left = last.remaining < 0 ? "is overspent by" : "has left";
  return `At ${when} the budget of ${chart.name} ${left} ${ratioText(Math.abs(last.remaining))}.`;
}

function drawingOf(chart: BurnDownChart, y: (remaining: number) => number): Html {
  const { interval, points, ideal } = chart;
  const x = (at: number): number => placeX(interval, at);
  const line = linePath([points.map((point) => ({ x: x(point.at), y: y(point.remaining) }))], PLOT_WIDTH / 100);
  const [first, last] = [points[0], points.at(-1)];
  const area = first && last && points.length > 1 ? `${line}L${x(last.at)} ${y(0)}L${x(first.at)} ${y(0)}Z` : "";
  return html`${alertBands(chart.alerts, interval, HEIGHT)}
<path class="left" d="${area}"/><path class="zero" d="M0 ${y(0)}H${PLOT_WIDTH}"/>
${ideal && html`<path class="ideal" d="M${x(ideal.from)} ${y(1)}L${x(ideal.to)} ${y(0)}"/>`}
<path class="budget" d="${line}"/>${releaseMarks(chart.releases ?? [], interval, HEIGHT)}`;
}
