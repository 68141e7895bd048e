import type { Urgency } from "./alerts/pair.ts";
import type { AlertResult, PageResult } from "./results.ts";

/** Alerts, and what a person would get of them. */
export interface Told {
  readonly alerts: readonly AlertResult[];
  readonly pages: readonly {
    readonly at: number;
    readonly urgency: Urgency;
    readonly alerts: readonly AlertResult[];
  }[];
}

/**
 * One list of all, by the instant they fired; of one instant in the order given. What becomes audible at one instant
 * with one urgency is one page, whoever raised it; pages go before tickets.
 */
export function mergedTold(lists: readonly Told[]): {
  readonly alerts: readonly AlertResult[];
  readonly pages: readonly PageResult[];
} {
  const alerts = lists.flatMap((list) => list.alerts).toSorted((a, b) => a.firedAt - b.firedAt);
  const indexes = new Map(alerts.map((alert, index) => [alert, index]));
  const pages = new Map<string, { readonly at: number; readonly urgency: Urgency; readonly alerts: number[] }>();
  for (const { at, urgency, alerts: told } of lists.flatMap((list) => list.pages)) {
    const page = pages.get(`${at} ${urgency}`) ?? { at, urgency, alerts: [] };
    // One by one: a page may hold the alerts of more clients than a call takes arguments.
    for (const alert of told) page.alerts.push(indexes.get(alert) as number);
    pages.set(`${at} ${urgency}`, page);
  }
  return {
    alerts,
    pages: [...pages.values()]
      .toSorted((a, b) => (a.at === b.at ? rankOf(a.urgency) - rankOf(b.urgency) : a.at - b.at))
      .map((page) => ({ ...page, alerts: page.alerts.toSorted((a, b) => a - b) })),
  };
}

function rankOf(urgency: Urgency): number {
  return urgency === "page" ? 0 : 1;
}
