import type { Signal } from "./signal.ts";

type Urgency = Signal["urgency"];

/** What counts as a page where a source grades by severity; whatever else it says is a ticket. */
const PAGES: ReadonlySet<string> = new Set(["page", "critical", "error"]);

/**
 * How urgent a signal is: its label `urgency`, when that is one of ours; else its label `severity`; else what its source
 * is said to send. So what says nothing of it pages, unless its source was told otherwise.
 */
export function urgencyOf(labels: Readonly<Record<string, string>>, otherwise: Urgency): Urgency {
  const { urgency, severity } = labels;
  const said = urgency?.toLowerCase();
  if (said === "page" || said === "ticket") return said;
  if (severity === undefined || severity === "") return otherwise;
  return PAGES.has(severity.toLowerCase()) ? "page" : "ticket";
}
