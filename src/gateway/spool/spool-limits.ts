import { MINUTE_MS, SECOND_MS } from "#kernel";

const MIB = 2 ** 20;

/** Bounds of the spool, each with its unit in its name. */
export interface SpoolLimits {
  /** Records are written so often: what a killed process loses at most. */
  readonly writeMs: number;
  /** A segment is closed, and sent, when it has this age or size. */
  readonly segmentMs: number;
  readonly segmentBytesMax: number;
  /** Of all segments that wait; beyond it the oldest is dropped. */
  readonly bytesMax: number;
  /** Of records that the disk does not take; beyond it they are dropped. */
  readonly heldBytesMax: number;
  /** An answer is waited for so long, and between two tries at least and at most so long. */
  readonly answerMs: number;
  readonly retryMsMin: number;
  readonly retryMsMax: number;
}

export const SPOOL_LIMITS: SpoolLimits = {
  writeMs: 50,
  segmentMs: SECOND_MS,
  segmentBytesMax: 4 * MIB,
  bytesMax: 1_024 * MIB,
  heldBytesMax: 16 * MIB,
  answerMs: MINUTE_MS,
  retryMsMin: SECOND_MS / 4,
  retryMsMax: 15 * SECOND_MS,
};
