import { DAY_MS, type Interval, SECOND_MS } from "#kernel";

/** How many heartbeats there may be, and how far apart their signs. */
export const HEARTBEATS_MAX = 500;
export const BEAT_MS_LEAST = 10 * SECOND_MS;
export const BEAT_MS_MOST = 31 * DAY_MS;
export const GRACE_MS_MOST = 7 * DAY_MS;

/** A sign that must keep coming: from a job, a backup, a queue. Its absence is told. */
export interface Heartbeat {
  readonly name: string;
  readonly api: string;
  readonly title: string;
  /** From one sign to the next, at most; ms. */
  readonly everyMs: number;
  /** So much later is still in time. */
  readonly graceMs: number;
  readonly paused: boolean;
  readonly createdAt: number;
  readonly revision: number;
  /** The configuration text that owns it; null: nobody's. */
  readonly managedBy: string | null;
}

/** What is known of a heartbeat. */
export interface BeatState {
  /** Signs so far. */
  readonly seq: number;
  readonly lastAt: number | null;
  /** The last sign said that the work failed. */
  readonly lastFailed: boolean;
  /** From when the next sign is counted: the last one, or when one would have come while nobody listened. */
  readonly from: number;
  /** Since when somebody is to be told; null: nobody. */
  readonly firedAt: number | null;
}

/** Of a heartbeat that is awaited from an instant on, and has not come yet. */
export function awaitedFrom(from: number): BeatState {
  return { seq: 0, lastAt: null, lastFailed: false, from, firedAt: null };
}

/** The instant until which the next sign is in time. */
export function deadlineOf({ everyMs, graceMs }: Pick<Heartbeat, "everyMs" | "graceMs">, { from }: BeatState): number {
  return from + everyMs + graceMs;
}

/** The state when a sign came. One that says that the work failed is told at once. */
export function beaten(state: BeatState, at: number, failed: boolean): BeatState {
  const firedAt = failed ? (state.firedAt ?? at) : null;
  return { seq: state.seq + 1, lastAt: at, lastFailed: failed, from: at, firedAt };
}

/** The state at `now`: a sign that is overdue is told, as of its deadline. */
export function missed(heartbeat: Heartbeat, state: BeatState, now: number): BeatState {
  const deadline = deadlineOf(heartbeat, state);
  return state.firedAt === null && !heartbeat.paused && now >= deadline ? { ...state, firedAt: deadline } : state;
}

/**
 * The state after nobody listened for a while. Signs are taken to come each `every` after the last one, the grace sooner or
 * later; those that may have come in this while are excused, and the first that cannot have is awaited. What was overdue
 * before stays so.
 */
export function excused({ everyMs, graceMs }: Heartbeat, state: BeatState, away: Interval): BeatState {
  if (state.firedAt !== null || state.from + everyMs + graceMs < away.from) return state;
  const mayHaveCome = Math.ceil((away.to + graceMs - state.from) / everyMs) - 1;
  const from = state.from + Math.max(0, mayHaveCome) * everyMs;
  return from + graceMs >= away.from ? { ...state, from } : state;
}
