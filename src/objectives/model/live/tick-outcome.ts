import type { Urgency } from "../alerts/pair.ts";
import type { AlertResult } from "../results.ts";

/** An alert of the running server. It is the same one as long as api, objective, client, urgency and firedAt are. */
export interface LiveAlert extends AlertResult {
  readonly api: string;
  /** When a person was told; null while nobody was: it is muted, or only continues one that was told of. */
  readonly toldAt: number | null;
  /** Whether it only continues an alert that somebody was told of. */
  readonly goesOn: boolean;
}

/** What a person would get: alerts that became audible at one instant with one urgency. */
export interface LivePage {
  readonly at: number;
  readonly urgency: Urgency;
  readonly alerts: readonly LiveAlert[];
}

/** What a tick changed. An alert that begins and is told at once is in `began` and in `pages`. */
export interface TickOutcome {
  readonly at: number;
  readonly began: readonly LiveAlert[];
  /** Those that began earlier: they were muted until now, or a pair of theirs began or ceased to hold. */
  readonly changed: readonly LiveAlert[];
  readonly ended: readonly LiveAlert[];
  /** Pages before tickets. */
  readonly pages: readonly LivePage[];
}

/** The outcomes of several APIs at one instant as one: what becomes audible with one urgency is one page. */
export function mergedOutcome(at: number, outcomes: readonly TickOutcome[]): TickOutcome {
  const pages = outcomes.flatMap((outcome) => outcome.pages);
  return {
    at,
    began: outcomes.flatMap(({ began }) => began),
    changed: outcomes.flatMap(({ changed }) => changed),
    ended: outcomes.flatMap(({ ended }) => ended),
    pages: (["page", "ticket"] as const).flatMap((urgency) => {
      const alerts = pages.filter((page) => page.urgency === urgency).flatMap((page) => page.alerts);
      return alerts.length === 0 ? [] : [{ at, urgency, alerts }];
    }),
  };
}
