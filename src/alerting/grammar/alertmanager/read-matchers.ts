import { isMap, type Node } from "yaml";
import { Refusal } from "#kernel";
import { matcherOf, type Matcher } from "../../model/routing/matcher.ts";
import type { RoutingReading } from "../routing-reading.ts";
import { classicMatchers } from "./classic-matchers.ts";
import { utf8Matchers } from "./utf8-matchers.ts";

/** Where Alertmanager writes matchers: the list, and two maps that are deprecated. */
export interface WrittenMatchers {
  readonly list: Node | null | undefined;
  readonly equal: Node | null | undefined;
  readonly regular: Node | null | undefined;
}

/** All matchers of a route, or of one side of an inhibition. What is none becomes a fault. */
export function readMatchers({ list, equal, regular }: WrittenMatchers, reading: RoutingReading): Matcher[] {
  return [...mapped(equal, "=", reading), ...mapped(regular, "=~", reading), ...listed(list, reading)];
}

function listed(node: Node | null | undefined, reading: RoutingReading): Matcher[] {
  const items = reading.items(node ?? null, 'expected a list of matchers, such as [severity="critical", team="a"].');
  return items.flatMap((item) => {
    if (!isMap(reading.resolved(item))) return reading.parsed(item, matchersOf) ?? [];
    reading.faultAt(item, `YAML reads a map here. Put the matchers into single quotes: '{a="b"}'.`);
    return [];
  });
}

/** As Alertmanager does: what the classic syntax reads is read by it, anything else by the newer one. */
export function matchersOf(text: string): Matcher[] {
  const matchers = classicMatchers(text) ?? utf8Matchers(text);
  if (matchers !== undefined) return matchers;
  const detail = `"${text}" is no matcher. Write one such as severity="critical", team!="ops" or service=~"a|b", in single quotes.`;
  throw new Refusal("invalid", "matcher.malformed", detail);
}

function mapped(node: Node | null | undefined, operator: "=" | "=~", reading: RoutingReading): Matcher[] {
  if (reading.isEmpty(node)) return [];
  const map = reading.map(node, 0, "expected labels and values, such as {severity: critical}.");
  return reading.entries(map).flatMap(([label, value]) => {
    if (!reading.isEmpty(value)) return reading.parsed(value, (text) => matcherOf(label, operator, [text])) ?? [];
    if (operator === "=") return [matcherOf(label, operator, [""])];
    reading.faultAt(map, `${label} has no regular expression. Write "" for a label that is missing.`);
    return [];
  });
}
