import type { BatchId } from "../model/batch-id.ts";
import type { RecordColumns } from "../model/columns.ts";

/** A place between two frames of the log: how many frames lie before it. It stays the same when segments are compressed or deleted. */
export type LogPosition = number;

/**
 * Records that are durable, handed over once each and in the order of the log. Live it is one frame; while a log is
 * read back it can be several, or a part of a long one.
 */
export interface DurableFrame {
  readonly position: LogPosition;
  /** All frames before it were handed over wholly. */
  readonly next: LogPosition;
  /** Valid until the hand-over returns. Texts are there only live: a log that is read back hands over numbers. */
  readonly columns: readonly RecordColumns[];
  readonly batchIds: readonly BatchId[];
  /** When it was written, by the clock of the server; epoch ms. Of several frames handed over as one: the first of them. */
  readonly writtenAt: number;
}
