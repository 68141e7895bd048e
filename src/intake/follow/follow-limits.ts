import { MINUTE_MS, SECOND_MS } from "#kernel";

/** Bounds of following, each with its unit in its name. */
export interface FollowLimits {
  /** What is given to the log at once. */
  readonly batchBytesMax: number;
  readonly batchRowsMax: number;
  /** The path is looked at so often even when nobody tells that it changed. */
  readonly pollMs: number;
  /** When all was read, the next lines are waited for so long in any case: they share a batch. */
  readonly restMs: number;
  /** A renamed file to which nothing was added for so long is done: its writer has let go of it. */
  readonly quietMs: number;
  /** A file that is not found for so long is gone. */
  readonly lostAfterMs: number;
}

/** At most two batches a second and file, so that they crowd no other's keys out of the register. */
export const FOLLOW_LIMITS: FollowLimits = {
  batchBytesMax: 4 * 2 ** 20,
  batchRowsMax: 65_536,
  pollMs: SECOND_MS,
  restMs: SECOND_MS / 2,
  quietMs: 10 * MINUTE_MS,
  lostAfterMs: MINUTE_MS,
};
