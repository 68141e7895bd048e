import type { Interval } from "#kernel";
import { BLOCK_ROWS } from "../model/codec/block.ts";
import type { RecordColumns } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import type { LogPosition } from "./durable-frame.ts";
import { FrameDecoder } from "./frame-decoder.ts";
import { framesIn } from "./frames-in.ts";
import { ReadBuffer, type Segment } from "./segment.ts";
import type { Damage } from "./walk-segment.ts";

/** A log as it stands. */
export interface LogNow {
  /** In log order. */
  readonly segments: readonly Segment[];
  readonly end: LogPosition;
}

/** What a scan reads: the log as it stands when the first page is asked for, and which rows by `at`. */
export interface Scan {
  readonly now: () => LogNow;
  readonly range: Interval;
  readonly wide: readonly WideField[];
  readonly onDamage: (damage: Damage) => void;
}

/** Pages of the rows within the range, in log order; each is valid until the next one is asked for. */
export async function* scanSegments(scan: Scan): AsyncGenerator<RecordColumns> {
  const { segments, end } = scan.now();
  const reader = new RangeReader(scan, end);
  // What is appended from now on is not read: a scan of a busy log must end.
  const lengths = segments.map(({ table }) => table.length);
  for (const segment of segments) segment.hold();
  let held = 0;
  try {
    for (; held < segments.length; held++) {
      const segment = segments[held] as Segment;
      yield* reader.pages(segment, lengths[held] as number);
      await segment.release();
    }
  } finally {
    for (; held < segments.length; held++) await segments[held]?.release();
  }
}

class RangeReader {
  readonly #scan: Scan;
  readonly #end: LogPosition;
  readonly #buffer = new ReadBuffer();
  readonly #decoder: FrameDecoder;
  readonly #kept = new Int32Array(BLOCK_ROWS);

  constructor(scan: Scan, end: LogPosition) {
    this.#scan = scan;
    this.#end = end;
    this.#decoder = new FrameDecoder(scan.wide);
  }

  async *pages(segment: Segment, length: number): AsyncGenerator<RecordColumns> {
    const { from, to } = this.#scan.range;
    const { table } = segment;
    for (let index = 0; index < length; index++) {
      if (table.maxAt(index) >= from && table.minAt(index) < to) yield* this.#entry(segment, index);
    }
  }

  async *#entry(segment: Segment, index: number): AsyncGenerator<RecordColumns> {
    const { onDamage } = this.#scan;
    const entry = segment.table.get(index);
    const bytes = await segment.read(entry, this.#buffer);
    for (const found of framesIn(bytes, { path: segment.path, base: entry.offset, onDamage })) {
      // The last stretch of the segment being written grows while it is read.
      if (found.header.sequence >= this.#end) return;
      for (const { columns } of this.#decoder.pages(found, bytes)) {
        this.#keepRange(columns);
        if (columns.length > 0) yield columns;
      }
    }
  }

  #keepRange(columns: RecordColumns): void {
    const { from, to } = this.#scan.range;
    let count = 0;
    for (let row = 0; row < columns.length; row++) {
      const at = columns.at[row] as number;
      if (at >= from && at < to) this.#kept[count++] = row;
    }
    if (count < columns.length) columns.keepOnly(this.#kept, count);
  }
}
