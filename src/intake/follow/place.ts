import type { LogFormat } from "../model/formats.ts";
import type { DropReason } from "../model/record.ts";
import type { Fingerprint } from "./fingerprint.ts";

/** How far one file was read that the followed path names, or once named. */
export interface FilePlace {
  readonly device: number;
  readonly inode: number;
  readonly fingerprint: Fingerprint;
  /** Bytes (decompressed) up to which all lines were taken. */
  readonly position: number;
  /** It stands within a line that is too long, which was counted already. */
  readonly skipping: boolean;
  /** Null: its lines told none yet. */
  readonly format: LogFormat | null;
}

/** What became of the lines of a followed path since it was followed first. */
export interface LineCounts {
  /** Lines that are not blank: lines = kept + all dropped. */
  readonly lines: number;
  readonly kept: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Files that were gone before they were read to their end. */
  readonly lostFiles: number;
}

/** How far a followed path was read. */
export interface Place {
  /** The oldest first; all that are not read to their end, and the one at the path. */
  readonly files: readonly FilePlace[];
  /** Files that were read to their end, the newest last; so many are known. */
  readonly finished: readonly Fingerprint[];
  /** When the file at the path was changed last as far as it was seen, epoch ms by the file system: a rotated one that is newer may be unread. */
  readonly changedAt: number;
  readonly counts: LineCounts;
  /** When lines came last, epoch ms; null: never. */
  readonly lastLineAt: number | null;
}

/** Rotated files that are known to have been read. */
export const FINISHED_MAX = 64;

export const NO_LINES: LineCounts = { lines: 0, kept: 0, dropped: {}, lostFiles: 0 };
