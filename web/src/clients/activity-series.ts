import { countText, DAY_MS } from "#kernel";
import type { SeriesOfTime } from "../charts/series.ts";
import type { Activity } from "../server/wire.ts";
import { utcDayText } from "../time/local-time.ts";

/** What is told of each period, in the order of the table, with what it means. */
export const FIGURES = [
  { figure: "active", means: "Made at least one request in the period" },
  { figure: "new", means: "Active, and never before as far as counts reach: 13 months" },
  { figure: "returning", means: "Active, not in the period before, but earlier" },
  { figure: "lost", means: "Active in the period before, and not in this one" },
] as const;
export type Figure = (typeof FIGURES)[number]["figure"];
type Item = Activity["items"][number];

/** Of clients that are registered and of names that are only observed together. */
export function figureOf({ registered, observed }: Item, figure: Figure): number {
  return registered[figure] + observed[figure];
}

const STEP_MS = { day: DAY_MS, week: 7 * DAY_MS, month: 31 * DAY_MS } as const;

/** Active clients over time: those who stayed, came back and came first, on each other; lost ones as a line. */
export function activitySeries({ items, period }: Activity): SeriesOfTime {
  const of = (figure: Figure): number[] => items.map((item) => figureOf(item, figure));
  const stayed = items.map((item) => figureOf(item, "active") - figureOf(item, "new") - figureOf(item, "returning"));
  const [from, to] = [items[0]?.from ?? "", items.at(-1)?.to ?? ""];
  return {
    title: "Clients",
    unit: `active in a ${period}`,
    interval: { from: Date.parse(from), to: Date.parse(to) },
    stepMs: STEP_MS[period],
    slot: `the ${period} from then`,
    at: items.map((item) => Date.parse(item.from)),
    series: [
      { name: "stayed", colour: "excluded", look: "layer", values: stayed },
      { name: "returning", colour: "accent", look: "layer", values: of("returning") },
      { name: "new", colour: "good", look: "layer", values: of("new") },
      { name: "lost", colour: "ink", look: "dashed", values: of("lost") },
    ],
    text: countText,
  };
}

/** When a period begins: "23 Nov"; of months with the year, since a year has each name twice. */
export function startText(period: Activity["period"], from: string): string {
  const instant = Date.parse(from);
  return period === "month" ? `${utcDayText(instant)} ${new Date(instant).getUTCFullYear()}` : utcDayText(instant);
}

/** What the last whole period was like, in a sentence; the one that runs is not over. */
export function activitySentence({ items, period }: Activity, title: string, now: number): string {
  const last = items.findLast((item) => Date.parse(item.to) <= now);
  if (last === undefined) return `No ${period} of ${title} is over yet.`;
  const [active, came, back, lost] = FIGURES.map(({ figure }) => countText(figureOf(last, figure)));
  const clients = figureOf(last, "active") === 1 ? "client was" : "clients were";
  return `In the last whole ${period}, ${active ?? ""} ${clients} active at ${title}: ${came ?? ""} new, ${back ?? ""} returning; ${lost ?? ""} of the ${period} before ${figureOf(last, "lost") === 1 ? "was" : "were"} lost.`;
}
