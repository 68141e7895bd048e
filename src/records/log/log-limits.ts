import { HOUR_MS } from "#kernel";

const MIB = 2 ** 20;

/** Bounds of the log, each with its unit in its name. */
export interface LogLimits {
  /** What may wait for the disk while the frame before is written. */
  readonly pendingRowsMax: number;
  readonly pendingTextBytesMax: number;
  /** Less than this free on the disk: nothing is taken. */
  readonly freeBytesMin: number;
  /** How old the figure of the free space may be. */
  readonly freeBytesAgeMsMax: number;
  /** A segment is closed when it has this size or age. */
  readonly segmentBytesMax: number;
  readonly segmentAgeMsMax: number;
  /** Rows that one call of a search looks at. */
  readonly searchRowsMax: number;
}

/** Half a million narrow records wait in about 70 MB of memory. */
export const LOG_LIMITS: LogLimits = {
  pendingRowsMax: 500_000,
  pendingTextBytesMax: 64 * MIB,
  freeBytesMin: 1_024 * MIB,
  freeBytesAgeMsMax: 1_000,
  segmentBytesMax: 128 * MIB,
  segmentAgeMsMax: HOUR_MS,
  searchRowsMax: 2_000_000,
};
