import type { InhibitRule } from "./inhibit-rule.ts";
import type { Matcher } from "./matcher.ts";
import { type RoutePath, routeOf } from "./matched-routes.ts";
import type { Route } from "./route.ts";

/** "team = payments and severity =~ page|critical (rule 2, line 14)"; of rules in each other, one after the other. */
export function whyText(path: RoutePath): string {
  const [root, ...rules] = path;
  if (rules.length === 0) return `no rule matched (the default, line ${root.line})`;
  const matched = rules.map(ruleText).join(", and in it ");
  return routeOf(path).rules.length === 0 ? matched : `${matched}; none of its own rules matched`;
}

/** When a rule keeps an alert from being told: "while one with severity = critical fires that has the same api (line 40)". */
export function inhibitionText({ when, equal, line }: InhibitRule): string {
  const asked = when.length === 0 ? "any other alert" : `one with ${askedText(when)}`;
  const same = equal.length === 0 ? "" : ` that has the same ${equal.join(" and ")}`;
  return `while ${asked} fires${same} (line ${line})`;
}

/** "team = payments (rule 2, line 14)"; of the default, "any alert (the default, line 2)". */
export function ruleText({ number, line, matchers }: Route): string {
  const asked = matchers.length === 0 ? "any alert" : askedText(matchers);
  if (number === "") return `${asked} (the default, line ${line})`;
  return `${asked} (rule ${number}, line ${line})`;
}

/** Why a route tells nobody now. */
export function mutedText(name: string, line: number): string {
  return `the time interval ${name} (line ${line}), which mutes it`;
}

/** Why a route tells nobody outside of its times. */
export function inactiveText(names: readonly string[]): string {
  return `the time being outside of ${names.join(" and ")}, the only times when it tells somebody`;
}

/** Of a route that names a policy which is not there. */
export function unknownPolicyText(policy: string, line: number): string {
  return `Line ${line}: there is no escalation policy "${policy}", so everybody who may respond is told. Make one of that name, or correct it.`;
}

/** What matchers ask for: "team = payments and severity =~ page|critical". */
export function askedText(matchers: readonly Matcher[]): string {
  return matchers.map(matcherText).join(" and ");
}

/** "severity =~ page|critical", "team is missing", "api = orders or billing". */
function matcherText({ label, operator, values }: Matcher): string {
  const [value = ""] = values;
  if (operator === "=" && value === "") return `${label} is missing`;
  if (operator === "!=" && value === "") return `${label} is there`;
  return `${label} ${operator === "in" ? "=" : operator} ${values.map(valueText).join(" or ")}`;
}

/** Quoted where the value would not be seen, or would be taken for another word of the sentence. */
function valueText(value: string): string {
  return value === "" || /^\s|\s$|\sand\s|\sor\s|[\n"]/.test(value) ? JSON.stringify(value) : value;
}
