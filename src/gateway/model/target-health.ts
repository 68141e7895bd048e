/** What is known of a target's health: two ways to be out, by its own health path and by what became of requests. */
export interface TargetHealth {
  /** Requests in a row that failed. */
  readonly failures: number;
  /** How often in a row it was left out. */
  readonly ejections: number;
  /** Until then it gets no request, ms of a steady clock; after it one at a time, until one is answered. */
  readonly outUntil: number | null;
  /** Whether that one request is under way. */
  readonly isTrying: boolean;
  /** Checks of its health path in a row that failed. */
  readonly badChecks: number;
}

/** Nothing is known yet, so it is well. */
export const WELL: TargetHealth = { failures: 0, ejections: 0, outUntil: null, isTrying: false, badChecks: 0 };

const FAILURES_MAX = 5;
const OUT_MS = 5_000;
const OUT_MS_MAX = 60_000;
const BAD_CHECKS_MAX = 2;

/** Whether a target may get a request now. */
export function isUsable({ badChecks, outUntil, isTrying }: TargetHealth, now: number): boolean {
  if (badChecks >= BAD_CHECKS_MAX) return false;
  return outUntil === null || (now >= outUntil && !isTrying);
}

/** A request is about to be sent there. */
export function tried(health: TargetHealth): TargetHealth {
  return health.outUntil === null ? health : { ...health, isTrying: true };
}

/** It answered, whatever it said. */
export function answered(health: TargetHealth): TargetHealth {
  return health.failures === 0 && health.outUntil === null ? health : { ...WELL, badChecks: health.badChecks };
}

/** A request there was given up by its client: that tells nothing of it. */
export function untold(health: TargetHealth): TargetHealth {
  return health.isTrying ? { ...health, isTrying: false } : health;
}

/** It did not answer. After five in a row it is left out for 5 s, then for twice as long each time, up to a minute. */
export function failed(health: TargetHealth, now: number): TargetHealth {
  const failures = health.failures + 1;
  if (failures < FAILURES_MAX && health.outUntil === null) return { ...health, failures };
  const outMs = Math.min(OUT_MS_MAX, OUT_MS * 2 ** Math.min(health.ejections, 10));
  return { ...health, failures, ejections: health.ejections + 1, outUntil: now + outMs, isTrying: false };
}

/** What its health path said: two bad answers in a row take it out, one good one brings it back at once. */
export function checked(health: TargetHealth, isWell: boolean): TargetHealth {
  return isWell ? WELL : { ...health, badChecks: health.badChecks + 1 };
}
