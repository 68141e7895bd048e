import { MINUTE_MS, SECOND_MS } from "#kernel";

/** The wait before a second attempt; it doubles with each one. */
const FIRST_MS = 5 * SECOND_MS;
/** The longest wait between two attempts, unless the other side asks for a longer one. */
const LONGEST_MS = 15 * MINUTE_MS;
/** What another side may ask for: nobody parks a job for ever. */
const ASKED_MS_MAX = 60 * MINUTE_MS;

/** When a job that did not get done is to be tried again. */
export interface Retry {
  readonly now: number;
  /** Attempts made, from 1. */
  readonly attempts: number;
  /** The other side asked not to come back before this instant; null when it did not. */
  readonly notBefore: number | null;
  /** Uniform in [0, 1). */
  readonly chance: number;
}

/**
 * The instant of the next attempt: 5 s after the first, then twice as long each time, at most 15 min; of that wait
 * the latter half is left to chance, so that what failed together does not come back together. A request to wait
 * longer is met for up to an hour.
 */
export function retryAt({ now, attempts, notBefore, chance }: Retry): number {
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 30));
  const at = now + Math.ceil(wait / 2 + (wait / 2) * chance);
  return notBefore === null ? at : Math.max(at, Math.min(notBefore, now + ASKED_MS_MAX));
}
