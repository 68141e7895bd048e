import type { LiveAlert } from "#objectives";
import type { ComputedAlerts } from "./actions/reconcile.ts";

/**
 * What an engine says whose alerts are known before: to a process that has just started (`since` 0) all that fires of
 * these APIs, else what began, became audible or ended since it was asked last.
 */
export function outcomeAt(
  truth: readonly LiveAlert[],
  { now, since, apis }: { readonly now: number; readonly since: number; readonly apis: readonly string[] },
): ComputedAlerts {
  const present = truth.filter(({ firedAt }) => firedAt <= now).map((alert) => seenAt(alert, now));
  if (since === 0) return { alerts: present.filter(({ endedAt }) => endedAt === null), complete: apis };
  const changed = present.filter(({ endedAt, firedAt, toldAt }) =>
    [endedAt, firedAt, toldAt].some((at) => at !== null && at > since),
  );
  return { alerts: changed, complete: [] };
}

/** What the engine knows of an alert at an instant. */
function seenAt(alert: LiveAlert, now: number): LiveAlert {
  const over = alert.endedAt !== null && alert.endedAt <= now;
  const told = alert.toldAt !== null && alert.toldAt <= now;
  return {
    ...alert,
    endedAt: over ? alert.endedAt : null,
    end: over ? alert.end : null,
    toldAt: told ? alert.toldAt : null,
    mutedBy: told ? null : "orders/other",
  };
}
