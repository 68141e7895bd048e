import { stringify } from "yaml";
import type { Matcher } from "../model/routing/matcher.ts";
import type { Route, RouteOptions } from "../model/routing/route.ts";
import { shortDurationText } from "../model/routing/short-duration.ts";
import type { TimeInterval, WholeRange } from "../model/routing/time-interval.ts";
import type { RoutingFile } from "./routing-file.ts";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const LINE_LETTERS = 110;

/** What a file says about where alerts go, as `routing:` and `inhibit:` of a plan: read again, it says the same. */
export function printPlanRouting({ table, inhibitRules }: RoutingFile): string {
  const { root, times } = table;
  const routing = {
    default: optionsOf(root.options, null),
    ...(root.rules.length === 0 ? {} : { rules: rulesOf(root) }),
    ...(times.size === 0 ? {} : { times: [...times].map(([name, { intervals }]) => timesOf(name, intervals)) }),
  };
  const inhibit = inhibitRules.map(({ when, mutes, equal }) => ({
    when: matchersOf(when),
    mutes: matchersOf(mutes),
    ...(equal.length === 0 ? {} : { equal }),
  }));
  return stringify({ routing, ...(inhibit.length === 0 ? {} : { inhibit }) }, { lineWidth: LINE_LETTERS });
}

function rulesOf({ rules, options }: Route): object[] {
  return rules.map((rule) => ({
    ...(rule.matchers.length === 0 ? {} : { if: matchersOf(rule.matchers) }),
    ...optionsOf(rule.options, options),
    ...(rule.muteIn.length === 0 ? {} : { mute: rule.muteIn }),
    ...(rule.activeIn.length === 0 ? {} : { only: rule.activeIn }),
    ...(rule.continues ? { continue: true } : {}),
    ...(rule.rules.length === 0 ? {} : { rules: rulesOf(rule) }),
  }));
}

/** What a route has otherwise than the one above it; of the default, all. */
function optionsOf(own: RouteOptions, above: RouteOptions | null): object {
  const { receiver, groupBy, waitMs, updateMs, repeatMs } = own;
  return {
    ...(receiver === above?.receiver ? {} : { escalate: receiver }),
    ...(JSON.stringify(groupBy) === JSON.stringify(above?.groupBy)
      ? {}
      : { group: groupBy === "all" ? ["..."] : groupBy }),
    ...(waitMs === above?.waitMs ? {} : { wait: shortDurationText(waitMs) }),
    ...(updateMs === above?.updateMs ? {} : { update: shortDurationText(updateMs) }),
    ...(repeatMs === above?.repeatMs ? {} : { repeat: shortDurationText(repeatMs) }),
  };
}

/** A map where each label must have a value or one of several, else a list of matchers. */
function matchersOf(matchers: readonly Matcher[]): object {
  const labels = new Set(matchers.map(({ label }) => label));
  const isPlain = matchers.every(({ operator }) => operator === "=" || operator === "in");
  if (isPlain && labels.size === matchers.length) {
    return Object.fromEntries(
      matchers.map(({ label, operator, values }) => [label, operator === "in" ? values : (values[0] ?? "")]),
    );
  }
  return matchers.flatMap(matcherTexts);
}

/** One of several has no sign of its own there: it is a pattern of these words. */
function matcherTexts({ label, operator, values }: Matcher): string[] {
  if (operator !== "in") return [`${quoted(label)} ${operator} ${quoted(values[0] ?? "")}`];
  return [`${quoted(label)} =~ ${quoted(values.map(literal).join("|"))}`];
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** Bare where both syntaxes read the same, else in quotes with the escapes that both know. */
function quoted(text: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text)) return text;
  return `"${text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`)}"`;
}

function timesOf(name: string, intervals: readonly TimeInterval[]): object {
  return { name, time_intervals: intervals.map(intervalOf) };
}

function intervalOf({ times, weekdays, daysOfMonth, months, years, zone }: TimeInterval): object {
  return {
    ...(times === null
      ? {}
      : { times: times.map(({ from, to }) => ({ start_time: clock(from), end_time: clock(to) })) }),
    ...(weekdays === null
      ? {}
      : { weekdays: weekdays.map((range) => rangeText(range, (day) => WEEKDAYS[day] ?? String(day))) }),
    ...(daysOfMonth === null ? {} : { days_of_month: numbers(daysOfMonth) }),
    ...(months === null ? {} : { months: numbers(months) }),
    ...(years === null ? {} : { years: numbers(years) }),
    ...(zone === "UTC" ? {} : { location: zone }),
  };
}

function numbers(ranges: readonly WholeRange[]): string[] {
  return ranges.map((range) => rangeText(range, String));
}

function rangeText({ first, last }: WholeRange, nameOf: (value: number) => string): string {
  return first === last ? nameOf(first) : `${nameOf(first)}:${nameOf(last)}`;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
