import type { Change } from "../engine/change.ts";
import type { Urgency } from "./pair.ts";

/** An interval in which a rule of the row's policy held; `to` is null while it does. */
export interface Held {
  readonly rule: number;
  readonly from: number;
  to: number | null;
}

/** One alert while the walk goes on: (row, urgency), from the first of its pairs that holds to the end of the last. */
export class Alert {
  readonly row: number;
  readonly urgency: Urgency;
  readonly firedAt: number;
  /** The change that made it fire. */
  readonly cause: Change;
  /** The last alert of the same row and urgency before this one, while this one fires. */
  previous: Alert | undefined;
  readonly held: Held[] = [];
  /** Whether it only continues an alert that somebody was told of. */
  goesOn = false;
  endedAt: number | null = null;
  end: "resolved" | "lapsed" | null = null;
  /** When a person is told; null as long as nobody is. */
  audibleAt: number | null = null;
  /** The alert that mutes it, or did last. */
  muter: Alert | null = null;
  /** Index of the objective that first spoke for it; null when none did, or when it became audible after all. */
  mutedBy: number | null = null;
  /** When a muted alert must be looked at again though no count changes. */
  lookAgainAt = Number.POSITIVE_INFINITY;

  constructor(cause: Change, urgency: Urgency, previous: Alert | undefined) {
    this.cause = cause;
    this.row = cause.row;
    this.urgency = urgency;
    this.previous = previous;
    this.firedAt = cause.at;
  }
}
