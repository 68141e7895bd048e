import type { Node } from "yaml";
import type { InhibitRule } from "../../model/routing/inhibit-rule.ts";
import type { RoutingReading } from "../routing-reading.ts";
import { readMatchers } from "./read-matchers.ts";

const KEYS = [
  "name",
  "source_matchers",
  "source_match",
  "source_match_re",
  "target_matchers",
  "target_match",
  "target_match_re",
  "equal",
];

/** The rules by which one alert mutes another; the deprecated ways of writing them, too. */
export function readInhibitRules(node: Node | null | undefined, reading: RoutingReading): InhibitRule[] {
  return reading.items(node ?? null, "expected a list of rules, each with - before it.").map((item) => {
    const map = reading.map(item, 0, "expected source_matchers, target_matchers and equal.");
    const entries = new Map(reading.entries(map, KEYS));
    const side = (name: string): InhibitRule["when"] =>
      readMatchers(
        {
          list: entries.get(`${name}_matchers`),
          equal: entries.get(`${name}_match`),
          regular: entries.get(`${name}_match_re`),
        },
        reading,
      );
    const equal = reading
      .items(entries.get("equal") ?? null, "expected a list of labels, such as [cluster, service].")
      .flatMap((label) => reading.scalar(label) ?? []);
    return { line: reading.lineOf(item), when: side("source"), mutes: side("target"), equal };
  });
}
