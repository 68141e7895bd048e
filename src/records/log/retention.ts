import type { Segment } from "./segment.ts";

/** How long, and how much, is kept; whichever comes first. */
export interface Retention {
  readonly ageMsMax: number;
  readonly bytesMax: number;
}

/** What retention deleted. */
export interface Deleted {
  readonly segments: number;
  readonly records: number;
  readonly bytes: number;
  /** The newest `at` that was deleted; null when nothing was. */
  readonly until: number | null;
}

/**
 * Which segments go: whole ones, the oldest first and without a gap, never the last one, which is being written. A
 * segment is too old when its newest record is.
 */
export function outlived(segments: readonly Segment[], { ageMsMax, bytesMax }: Retention, now: number): Segment[] {
  let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const going: Segment[] = [];
  for (const segment of segments.slice(0, -1)) {
    if (bytes <= bytesMax && newestOf(segment) >= now - ageMsMax) break;
    going.push(segment);
    bytes -= segment.bytes;
  }
  return going;
}

/** What the deletion of segments amounts to. */
export function deletedBy(segments: readonly Segment[]): Deleted {
  return {
    segments: segments.length,
    records: segments.reduce((sum, segment) => sum + recordsOf(segment), 0),
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    until: segments.length === 0 ? null : Math.max(...segments.map(newestOf)),
  };
}

/** Records of a segment. */
export function recordsOf({ table }: Segment): number {
  let records = 0;
  for (let index = 0; index < table.length; index++) records += table.get(index).rows;
  return records;
}

function newestOf({ table }: Segment): number {
  let newest = -Infinity;
  for (let index = 0; index < table.length; index++) newest = Math.max(newest, table.maxAt(index));
  return newest;
}
