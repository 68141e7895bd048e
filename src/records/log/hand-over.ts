import { BLOCK_ROWS } from "../model/codec/block.ts";
import type { FrameHead } from "../model/codec/frame-head.ts";
import { Dictionaries } from "../model/columns.ts";
import type { DurableFrame, LogPosition } from "./durable-frame.ts";
import type { FoundFrame } from "./find-frame.ts";
import { type DecodedPage, FrameDecoder, frameHeadOf, nextOf } from "./frame-decoder.ts";
import { framesIn } from "./frames-in.ts";
import { ReadBuffer, type Segment } from "./segment.ts";
import type { Damage } from "./walk-segment.ts";

interface HandOverOptions {
  readonly segments: readonly Segment[];
  readonly from: LogPosition;
  readonly onDurable: (frame: DurableFrame) => void;
  readonly onDamage: (damage: Damage) => void;
}

/** Hands over what is in the log from a position on; without texts, which nobody counts by and which cost most of the time. */
export async function handOver(options: HandOverOptions): Promise<void> {
  const { segments, from } = options;
  const work = new HandOver(options);
  for (const segment of segments) {
    await segment.holding(async () => {
      for (let index = 0; index < segment.table.length; index++) {
        if (segment.table.get(index).nextFrame > from) await work.entry(segment, index);
      }
    });
  }
}

class HandOver {
  readonly #options: HandOverOptions;
  readonly #buffer = new ReadBuffer();
  readonly #decoder = new FrameDecoder([]);
  readonly #kept = new Int32Array(BLOCK_ROWS);
  /** The names were put back when the log was opened. */
  readonly #names = new Dictionaries();

  constructor(options: HandOverOptions) {
    this.#options = options;
  }

  async entry(segment: Segment, index: number): Promise<void> {
    const { from, onDamage } = this.#options;
    const entry = segment.table.get(index);
    const bytes = await segment.read(entry, this.#buffer);
    for (const found of framesIn(bytes, { path: segment.path, base: entry.offset, onDamage })) {
      const head = frameHeadOf(found, bytes, this.#names);
      if (nextOf(found, head) > from) this.#frame(found, bytes, head);
    }
  }

  #frame(found: FoundFrame, bytes: Uint8Array, head: FrameHead): void {
    const { from, onDurable } = this.#options;
    const { sequence, firstRow, rows } = found.header;
    const skipped = Math.max(0, from - sequence);
    const wantedFrom = firstRow + sum(head.pieces.slice(0, skipped).map((piece) => piece.rows));
    const position = Math.max(from, sequence);
    const writtenAt = head.pieces[skipped]?.writtenAt ?? 0;
    const batchIds = head.pieces.slice(skipped).flatMap((piece) => piece.batchIds);
    const last = { position, next: nextOf(found, head), batchIds, writtenAt };
    for (const page of this.#decoder.pages(found, bytes)) {
      const ends = page.firstRow + page.columns.length === firstRow + rows;
      if (page.firstRow < wantedFrom) this.#skip(page, wantedFrom);
      const columns = [page.columns];
      if (ends) onDurable({ ...last, columns });
      else onDurable({ position, next: position, columns, batchIds: [], writtenAt });
    }
    if (rows === 0) onDurable({ ...last, columns: [] });
  }

  #skip({ columns, firstRow }: DecodedPage, wantedFrom: number): void {
    let count = 0;
    for (let row = wantedFrom - firstRow; row < columns.length; row++) this.#kept[count++] = row;
    columns.keepOnly(this.#kept, count);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
