import type { Urgency } from "../../alerts/pair.ts";

/** Words for a severity, as they are commonly used; any case. */
const URGENCIES: Readonly<Record<Urgency, ReadonlySet<string>>> = {
  page: new Set(["page", "critical", "crit", "high", "urgent", "emergency", "fatal", "p1", "sev1"]),
  ticket: new Set([
    "ticket",
    "warning",
    "warn",
    "medium",
    "moderate",
    "low",
    "minor",
    "info",
    "p2",
    "p3",
    "p4",
    "sev2",
    "sev3",
    "sev4",
  ]),
};

/** How much an alert of this severity hurries; `isKnown` is false for a word of somebody's own, which is a ticket. */
export function urgencyOf(severity: string): { readonly urgency: Urgency; readonly isKnown: boolean } {
  const word = severity.trim().toLowerCase();
  if (URGENCIES.page.has(word)) return { urgency: "page", isKnown: true };
  return { urgency: "ticket", isKnown: URGENCIES.ticket.has(word) };
}
