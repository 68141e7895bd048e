import { LINE_BYTES_MAX } from "../line-splitter.ts";
import type { BodyRecords } from "../receive/body-records.ts";
import type { FollowLimits } from "./follow-limits.ts";
import type { FollowedFile, ReadTo } from "./followed-file.ts";
import type { LogBytes } from "./log-bytes.ts";

const LINE_FEED = 10;

/** How far a batch of lines goes. */
export interface LinesRead extends ReadTo {
  /** All whole lines that are there were read. */
  readonly isAtEnd: boolean;
}

/** A piece of a file from where a batch stands. */
interface Piece {
  readonly bytes: Buffer;
  readonly at: ReadTo;
}

/**
 * Reads whole lines into `records`, as far as a batch goes. A line without its end waits, unless the file is over (`isOver`).
 * A line that is too long is counted when that is clear, and then skipped.
 */
export async function readLines(
  { bytes, position, skipping }: FollowedFile & { readonly bytes: LogBytes },
  records: BodyRecords,
  { limits, isOver }: { readonly limits: FollowLimits; readonly isOver: boolean },
): Promise<LinesRead> {
  let at: ReadTo = { position, skipping };
  while (at.position - position < limits.batchBytesMax && records.kept < limits.batchRowsMax) {
    const piece = await bytes.at(at.position);
    const next = piece.length === 0 ? null : taken({ bytes: piece, at }, records);
    if (next === null) return { ...(isOver ? takenLast({ bytes: piece, at }, records) : at), isAtEnd: true };
    at = next;
  }
  return { ...at, isAtEnd: false };
}

/** Takes the whole lines of a piece; null when it has none and more is to come. */
function taken({ bytes, at: { position, skipping } }: Piece, records: BodyRecords): ReadTo | null {
  if (skipping) {
    const end = bytes.indexOf(LINE_FEED);
    if (end < 0) return { position: position + bytes.length, skipping };
    return { position: position + end + 1, skipping: false };
  }
  const last = bytes.lastIndexOf(LINE_FEED);
  if (last >= 0) {
    records.push(bytes.subarray(0, last + 1));
    return { position: position + last + 1, skipping };
  }
  if (bytes.length <= LINE_BYTES_MAX) return null;
  records.tooLong();
  return { position, skipping: true };
}

/** The file is over: what it ends with is a line too. */
function takenLast({ bytes, at }: Piece, records: BodyRecords): ReadTo {
  if (bytes.length > 0) {
    records.push(bytes);
    records.end();
  }
  return { position: at.position + bytes.length, skipping: false };
}
