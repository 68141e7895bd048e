import { Document } from "yaml";
import { Refusal } from "#kernel";
import type { Objective } from "../objective.ts";
import { countersOf } from "./counters-of.ts";
import { findRuleFault, objectiveRules, type RuleGroup } from "./objective-rules.ts";
import { HEADER, notExportableText } from "./words.ts";

/**
 * Recording and alerting rules for Prometheus 2.42 or later, as the text of a rule file. Refuses all objectives that
 * Prometheus cannot count for, together and with the reasons, and what `pairsFor` refuses. A calendar window gets its
 * alerts but no budget: no range of Prometheus begins with a month.
 */
export function prometheusRules(objectives: readonly Objective[]): string {
  const groups: RuleGroup[] = [];
  const faults: [string, string][] = [];
  for (const objective of objectives) {
    const counters = countersOf(objective);
    const fault = "fault" in counters ? counters.fault : findRuleFault(objective);
    if (fault !== undefined) faults.push([objective.name, fault]);
    else if (!("fault" in counters)) groups.push(...objectiveRules(objective, counters));
  }
  if (faults.length > 0) throw new Refusal("invalid", "prometheus.not-countable", notExportableText(faults));
  const document = new Document({ groups }, { aliasDuplicateObjects: false });
  document.commentBefore = HEADER.replaceAll(/^(?=.)/gm, " ");
  return document.toString({ lineWidth: 0 });
}
