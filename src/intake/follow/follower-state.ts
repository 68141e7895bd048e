import type { LogFormat } from "../model/formats.ts";
import type { DropReason } from "../model/record.ts";

/** A dropped line of a followed log, as it is shown. It never holds the line itself. */
export interface DroppedExample {
  readonly reason: DropReason;
  readonly detail: string;
  /** When it was read, epoch ms. */
  readonly at: number;
}

/** How a followed path stands. */
export interface FollowerState {
  readonly api: string;
  readonly path: string;
  /** Null: no line has told it yet. */
  readonly format: LogFormat | null;
  /** Of the file at the path; null while there is none. */
  readonly inode: number | null;
  /** Bytes of it that were taken, and that it has. */
  readonly position: number;
  readonly size: number;
  /** Bytes that are to be read yet, with those of rotated files. Compressed ones are not among them. */
  readonly lagBytes: number;
  /** Rotated files that are still read. */
  readonly olderFiles: number;
  /** When lines came last, epoch ms. */
  readonly lastLineAt: number | null;
  /** Since the path was followed first: lines = kept + all dropped. */
  readonly lines: number;
  readonly kept: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly examples: readonly DroppedExample[];
  /** Files that were gone before they were read to their end. */
  readonly lostFiles: number;
  /** What is wrong, what it means and what to do; null while all is well. */
  readonly fault: string | null;
}
