import type { Change } from "../engine/change.ts";
import { Alert, type Held } from "./alert.ts";
import type { Urgency } from "./pair.ts";

/** An alert as plain values; other alerts by their place in the list. */
export interface SavedAlert extends Pick<Alert, "goesOn" | "endedAt" | "end" | "audibleAt" | "mutedBy"> {
  readonly cause: Change;
  readonly urgency: Urgency;
  readonly held: readonly Held[];
  readonly previous: number | null;
  readonly muter: number | null;
  /** Null = never. */
  readonly lookAgainAt: number | null;
}

/** Some alerts, and all that they refer to, each once. */
export function withThoseBehind(alerts: readonly Alert[]): Alert[] {
  const all = new Set(alerts);
  // A set that grows is walked to its end.
  for (const { previous, muter } of all) {
    if (previous !== undefined) all.add(previous);
    if (muter !== null) all.add(muter);
  }
  return [...all];
}

/** `numbers`: the places of all alerts that it may refer to. */
export function savedAlert(alert: Alert, numbers: ReadonlyMap<Alert, number>): SavedAlert {
  const { cause, urgency, held, previous, muter, goesOn, endedAt, end, audibleAt, mutedBy, lookAgainAt } = alert;
  return {
    cause,
    urgency,
    held,
    previous: previous === undefined ? null : (numbers.get(previous) ?? null),
    muter: muter === null ? null : (numbers.get(muter) ?? null),
    goesOn,
    endedAt,
    end,
    audibleAt,
    mutedBy,
    lookAgainAt: Number.isFinite(lookAgainAt) ? lookAgainAt : null,
  };
}

/** Alerts as they were saved, in that order. */
export function restoredAlerts(saved: readonly SavedAlert[]): Alert[] {
  const alerts = saved.map(({ cause, urgency }) => new Alert(cause, urgency, undefined));
  saved.forEach(({ previous, muter, held, lookAgainAt, goesOn, endedAt, end, audibleAt, mutedBy }, index) => {
    const alert = alerts[index] as Alert;
    alert.previous = previous === null ? undefined : alerts[previous];
    alert.muter = muter === null ? null : (alerts[muter] ?? null);
    alert.held.push(...held);
    alert.lookAgainAt = lookAgainAt ?? Number.POSITIVE_INFINITY;
    Object.assign(alert, { goesOn, endedAt, end, audibleAt, mutedBy });
  });
  return alerts;
}
