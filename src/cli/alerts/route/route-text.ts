import {
  type AlertRoute,
  type InhibitRule,
  inhibitionText,
  type LabelSet,
  nextNotice,
  ruleText,
  shortDurationText,
} from "#alerting";
import { invariant, dateTimeText } from "#kernel";
import { labelled, printable, wrapped } from "../../terminal/layout.ts";
import type { Style } from "../../terminal/style.ts";
import { sentence } from "../../words.ts";

/** What was asked, and where it goes. */
export interface RoutedAlert {
  readonly config: string;
  readonly labels: LabelSet;
  readonly at: number | null;
  readonly routes: readonly AlertRoute[];
  readonly inhibitRules: readonly InhibitRule[];
}

/** Where an alert goes, for a person at a terminal: each way with its path through the tree, from the default down. */
export function routeText({ config, labels, at, routes, inhibitRules }: RoutedAlert, style: Style): string {
  return [
    ...wrapped(`${config} · ${labelsText(labels)}`).map(style.dim),
    ...routes.flatMap((route) => ["", ...routeLines(route, at, style)]),
    ...(inhibitRules.length === 0 ? [] : ["", style.bold("It is not told")]),
    ...inhibitRules.flatMap((rule) => wrapped(sentence(inhibitionText(rule)), "  ")),
    "",
  ].join("\n");
}

function routeLines(route: AlertRoute, at: number | null, style: Style): string[] {
  const { receiver, group, updateMs, mutedBy, path } = route;
  return [
    `${mutedBy === null ? style.green("●") : style.amber("▲")} ${style.bold(printable(receiver))}`,
    ...path.flatMap((step, depth) => wrapped(ruleText(step), `  ${"  ".repeat(Math.min(depth, 20))}`)),
    ...labelled("group", groupText(group)),
    ...labelled("first notice", firstText(route, at)),
    ...labelled("changed", `told again ${shortDurationText(updateMs)} after the last notice at the earliest`),
    ...labelled("unchanged", repeatText(route, at)),
    ...(mutedBy === null ? timesLines(route, at) : labelled("muted", `nobody is told, by ${mutedBy}`)),
  ];
}

function firstText(route: AlertRoute, at: number | null): string {
  const after = `${shortDurationText(route.waitMs)} after the group began`;
  return at === null ? after : `${after}: ${dateTimeText(firstAt(route, at))}, if that is at ${dateTimeText(at)}`;
}

function repeatText(route: AlertRoute, at: number | null): string {
  const after = `told again ${shortDurationText(route.repeatMs)} after the last notice`;
  if (at === null) return after;
  const toldAt = firstAt(route, at);
  const next = nextNotice({ beganAt: at, toldAt, changedAt: null, firing: true }, route, at);
  return next === null ? after : `${after}: ${dateTimeText(next.at)}`;
}

function firstAt(route: AlertRoute, at: number): number {
  const first = nextNotice({ beganAt: at, toldAt: null, changedAt: null, firing: true }, route, at);
  invariant(first !== null, "a group that fires is told of");
  return first.at;
}

/** Without an instant nobody can say whether a route is muted; its times are named. */
function timesLines({ path }: AlertRoute, at: number | null): string[] {
  const { muteIn, activeIn } = path.at(-1) ?? path[0];
  if (at !== null) return [];
  return [
    ...(muteIn.length === 0 ? [] : labelled("muted in", `${muteIn.join(", ")} (--at says whether at an instant)`)),
    ...(activeIn.length === 0
      ? []
      : labelled("told only in", `${activeIn.join(", ")} (--at says whether at an instant)`)),
  ];
}

function groupText(group: LabelSet): string {
  return group.size === 0 ? "all alerts of this route together" : `alerts with ${labelsText(group)}`;
}

function labelsText(labels: LabelSet): string {
  return labels.size === 0 ? "no labels" : [...labels].map(([name, value]) => `${name}=${value}`).join(", ");
}
