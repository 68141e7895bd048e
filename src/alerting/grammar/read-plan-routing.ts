import type { Node, YAMLMap } from "yaml";
import { closeWord, parseDurationMs, Refusal } from "#kernel";
import { matcherOf, type Matcher } from "../model/routing/matcher.ts";
import type { InhibitRule } from "../model/routing/inhibit-rule.ts";
import type { Route, RouteOptions } from "../model/routing/route.ts";
import { parseShortDuration } from "../model/routing/short-duration.ts";
import { localRemarks } from "./alertmanager/import-remarks.ts";
import { matchersOf as writtenMatchers } from "./alertmanager/read-matchers.ts";
import { type ReadTimes, readTimeIntervals } from "./alertmanager/read-time-intervals.ts";
import type { RoutingFile } from "./routing-file.ts";
import type { RoutingReading } from "./routing-reading.ts";

/** All that `routing` can have. */
export const ROUTING_KEYS = ["default", "rules", "times"] as const;

/** All that its default can have. */
export const ROUTE_OPTION_KEYS = ["escalate", "group", "wait", "update", "repeat"] as const;

/** All that a rule can have. */
export const ROUTE_RULE_KEYS = ["if", ...ROUTE_OPTION_KEYS, "mute", "only", "continue", "rules"] as const;

/** All that an entry of `inhibit` can have. */
export const INHIBIT_KEYS = ["when", "mutes", "equal"] as const;

const LABELS = "expected labels and values, such as {api: orders, urgency: [page, ticket]}.";
const NO_DEFAULT = "routing needs default: {escalate: NAME}, for alerts that no rule takes.";
const DEPTH_MAX = 20;

/** What a plan has that says nothing. */
const DEFAULTS: RouteOptions = {
  receiver: "",
  groupBy: ["api", "objective"],
  waitMs: 0,
  updateMs: 300_000,
  repeatMs: 14_400_000,
};

/** `routing:` and `inhibit:` of a plan; its other parts are not looked at. Faults are in `reading`. */
export function readPlanRouting(contents: YAMLMap, reading: RoutingReading): RoutingFile {
  const parts = new Map(reading.entries(contents));
  const routing = parts.get("routing") ?? null;
  const map = reading.map(routing, 0, "expected default: and rules:.");
  const entries = new Map(reading.entries(map, ROUTING_KEYS));
  const around = reading.offsetOf(routing);
  const written = entries.get("default") ?? null;
  const top = map === null ? null : reading.map(written, around, NO_DEFAULT);
  const defaults = new Map(reading.entries(top, ROUTE_OPTION_KEYS));
  if (top !== null && !defaults.has("escalate")) reading.faultAt(written, NO_DEFAULT, around);
  const options = optionsOf(defaults, DEFAULTS, reading);
  const read: ReadTimes = { times: new Map(), local: [] };
  readTimeIntervals(entries.get("times"), reading, read);
  const { times } = read;
  const rules = rulesOf(entries.get("rules") ?? null, { number: "", options, depth: 0, times }, reading);
  const line = reading.lineOf(written, around);
  const root: Route = { number: "", line, matchers: [], continues: false, options, muteIn: [], activeIn: [], rules };
  const inhibitRules = inhibitRulesOf(parts.get("inhibit") ?? null, reading);
  return { kind: "plan", table: { root, times }, inhibitRules, remarks: localRemarks(read.local) };
}

interface Above {
  readonly number: string;
  readonly options: RouteOptions;
  readonly depth: number;
  readonly times: ReadTimes["times"];
}

type Entries = ReadonlyMap<string, Node | null>;

function rulesOf(node: Node | null, { number, options, depth, times }: Above, reading: RoutingReading): Route[] {
  const items = reading.items(node, "expected a list of rules, each with - before it.");
  if (depth >= DEPTH_MAX && items.length > 0) {
    reading.faultAt(node, `more than ${DEPTH_MAX} rules lie in each other here. Write them beside each other.`);
    return [];
  }
  return items.map((item, at) => {
    const map = reading.map(item, reading.offsetOf(node), "expected a rule: if, and escalate.");
    const entries = new Map(reading.entries(map, ROUTE_RULE_KEYS));
    const own = {
      number: `${number === "" ? "" : `${number}.`}${at + 1}`,
      options: optionsOf(entries, options, reading),
    };
    return {
      number: own.number,
      line: reading.lineOf(item, reading.offsetOf(node)),
      matchers: matchersOf(entries.get("if") ?? null, reading),
      continues: flagOf(entries.get("continue"), reading),
      options: own.options,
      muteIn: timesOf(entries.get("mute"), times, reading),
      activeIn: timesOf(entries.get("only"), times, reading),
      rules: rulesOf(entries.get("rules") ?? null, { ...own, depth: depth + 1, times }, reading),
    };
  });
}

function optionsOf(entries: Entries, above: RouteOptions, reading: RoutingReading): RouteOptions {
  const written = entries.get("escalate");
  const receiver = written === undefined ? above.receiver : (reading.scalar(written) ?? "");
  if (written !== undefined && receiver === "") reading.faultAt(written, "escalate names no escalation.");
  const duration = (key: string, least: number): number | undefined => {
    const node = entries.get(key);
    return node === undefined ? undefined : reading.parsed(node, (text) => durationOf(text, least));
  };
  return {
    receiver,
    groupBy: groupOf(entries.get("group"), reading) ?? above.groupBy,
    waitMs: duration("wait", 0) ?? above.waitMs,
    updateMs: duration("update", 1) ?? above.updateMs,
    repeatMs: duration("repeat", 1) ?? above.repeatMs,
  };
}

/** `0s`, `5m`, `30 days` as anywhere in a plan, and `1h30m` as the verb prints it. */
function durationOf(text: string, least: number): number {
  const short = /^(?:\d+(?:ms|[smhdw]))+$|^0$/.test(text);
  const ms = short ? parseShortDuration(text) : parseDurationMs(text);
  if (ms >= least) return ms;
  throw new Refusal("invalid", "duration.malformed", `"${text}" would never let notices stop. Write 5m, for example.`);
}

/** An empty list is one group of all alerts; `[...]` makes each alert a group of its own. */
function groupOf(node: Node | null | undefined, reading: RoutingReading): RouteOptions["groupBy"] | undefined {
  if (node === undefined) return undefined;
  const labels = reading
    .items(node, "expected a list of labels, such as [api, objective].")
    .flatMap((item) => reading.scalar(item) ?? []);
  if (!labels.includes("...")) return labels;
  if (labels.length > 1) reading.faultAt(node, '"..." means all labels. Remove the others, or the dots.');
  return "all";
}

/** Names of `times:`. */
function timesOf(node: Node | null | undefined, times: ReadTimes["times"], reading: RoutingReading): string[] {
  return reading.items(node ?? null, "expected a list of names of times.").flatMap((item) => {
    const name = reading.scalar(item);
    if (name === undefined) return [];
    if (times.has(name)) return [name];
    const near = closeWord(name, [...times.keys()]);
    const remedy = near === undefined ? "Add it to times: of routing:." : `Did you mean "${near}"?`;
    reading.faultAt(item, `no times have the name "${name}". ${remedy}`);
    return [];
  });
}

/**
 * `{label: value}`, and `{label: [one, other]}` for one of several; or a list of matchers as Alertmanager writes them:
 * `['team != ops', 'service =~ "a|b"']`.
 */
function matchersOf(node: Node | null, reading: RoutingReading): Matcher[] {
  if (reading.isEmpty(node)) return [];
  if (reading.isList(node)) {
    return reading.items(node, LABELS).flatMap((item) => reading.parsed(item, writtenMatchers) ?? []);
  }
  return reading.entries(reading.map(node, 0, LABELS)).flatMap(([label, value]): Matcher[] => {
    const several = reading.isList(value);
    const values = (several ? reading.items(value, LABELS) : [value]).flatMap((item) => reading.scalar(item) ?? []);
    if (several && values.length === 0) reading.faultAt(value, "an empty list, which nothing fits. Name a value.");
    return [matcherOf(label, several ? "in" : "=", values)];
  });
}

function flagOf(node: Node | null | undefined, reading: RoutingReading): boolean {
  if (node === undefined) return false;
  const text = reading.scalar(node);
  if (text === "true" || text === "false") return text === "true";
  if (text !== undefined) reading.faultAt(node, `"${text}" is neither true nor false.`);
  return false;
}

function inhibitRulesOf(node: Node | null, reading: RoutingReading): InhibitRule[] {
  return reading.items(node, "expected a list of rules, each with - before it.").map((item) => {
    const entries = new Map(reading.entries(reading.map(item, 0, "expected when:, mutes: and equal:."), INHIBIT_KEYS));
    const equal = reading
      .items(entries.get("equal") ?? null, "expected a list of labels, such as [api].")
      .flatMap((label) => reading.scalar(label) ?? []);
    const when = matchersOf(entries.get("when") ?? null, reading);
    const mutes = matchersOf(entries.get("mutes") ?? null, reading);
    for (const [side, matchers] of [
      ["when", when],
      ["mutes", mutes],
    ] as const) {
      if (matchers.length > 0) continue;
      reading.faultAt(item, `${side}: is missing: it names the alerts, such as {api: orders}.`);
    }
    return { line: reading.lineOf(item), when, mutes, equal };
  });
}
