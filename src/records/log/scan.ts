import type { Interval } from "#kernel";
import { BLOCK_ROWS } from "../model/codec/block.ts";
import type { RecordColumns } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import { FrameDecoder } from "./frame-decoder.ts";
import { framesIn } from "./frames-in.ts";
import type { Segment } from "./segment.ts";
import type { Damage } from "./walk-segment.ts";

/** What a scan reads: the segments, in log order, and which rows by `at`. */
export interface Scan {
  readonly segments: () => readonly Segment[];
  readonly range: Interval;
  readonly wide: readonly WideField[];
  readonly onDamage: (damage: Damage) => void;
}

/** Pages of the rows within the range, in log order; each is valid until the next one is asked for. */
export async function* scanSegments(scan: Scan): AsyncGenerator<RecordColumns> {
  const segments = scan.segments();
  const reader = new RangeReader(scan);
  // What is appended from now on is not read: a scan of a busy log must end.
  const ends = segments.map(({ table }) => table.length);
  for (const segment of segments) segment.hold();
  let held = 0;
  try {
    for (; held < segments.length; held++) {
      const segment = segments[held] as Segment;
      yield* reader.pages(segment, ends[held] as number);
      await segment.release();
    }
  } finally {
    for (; held < segments.length; held++) await segments[held]?.release();
  }
}

class RangeReader {
  readonly #scan: Scan;
  readonly #decoder: FrameDecoder;
  readonly #kept = new Int32Array(BLOCK_ROWS);

  constructor(scan: Scan) {
    this.#scan = scan;
    this.#decoder = new FrameDecoder(scan.wide);
  }

  async *pages(segment: Segment, end: number): AsyncGenerator<RecordColumns> {
    const { from, to } = this.#scan.range;
    const { table } = segment;
    for (let index = 0; index < end; index++) {
      if (table.maxAt(index) >= from && table.minAt(index) < to) yield* this.#entry(segment, index);
    }
  }

  async *#entry(segment: Segment, index: number): AsyncGenerator<RecordColumns> {
    const { onDamage } = this.#scan;
    const entry = segment.table.get(index);
    const bytes = await segment.read(entry);
    for (const found of framesIn(bytes, { path: segment.path, base: entry.offset, onDamage })) {
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
