import { BLOCK_ROWS } from "../model/codec/block.ts";
import type { FrameHead } from "../model/codec/frame-head.ts";
import type { WideField } from "../model/wide-columns.ts";
import type { DurableFrame, LogPosition } from "./durable-frame.ts";
import type { FoundFrame } from "./find-frame.ts";
import { type DecodedPage, FrameDecoder } from "./frame-decoder.ts";

interface HandOverOptions {
  readonly wide: readonly WideField[];
  readonly from: LogPosition;
  readonly onDurable: (frame: DurableFrame) => void;
}

/** Hands over what was read back, from a position on. */
export class HandOver {
  readonly #options: HandOverOptions;
  readonly #decoder: FrameDecoder;
  readonly #kept = new Int32Array(BLOCK_ROWS);

  constructor(options: HandOverOptions) {
    this.#options = options;
    this.#decoder = new FrameDecoder(options.wide);
  }

  /** `next`: behind the last frame that ends with this one; it holds only when the last page was handed over. */
  frame(found: FoundFrame, bytes: Uint8Array, { head, next }: { head: FrameHead; next: LogPosition }): void {
    const { from, onDurable } = this.#options;
    const { sequence, firstRow, rows } = found.header;
    const skipped = Math.max(0, from - sequence);
    const wantedFrom = firstRow + sum(head.pieces.slice(0, skipped).map((piece) => piece.rows));
    const position = Math.max(from, sequence);
    const writtenAt = head.pieces[skipped]?.writtenAt ?? 0;
    for (const page of this.#decoder.pages(found, bytes)) {
      const ends = page.firstRow + page.columns.length === firstRow + rows;
      if (page.firstRow < wantedFrom) this.#skip(page, wantedFrom);
      if (!ends) onDurable({ position, next: position, columns: [page.columns], batchIds: [], writtenAt });
      else onDurable({ position, next, columns: [page.columns], batchIds: idsOf(head, skipped), writtenAt });
    }
    if (rows === 0) onDurable({ position, next, columns: [], batchIds: idsOf(head, skipped), writtenAt });
  }

  #skip({ columns, firstRow }: DecodedPage, wantedFrom: number): void {
    let count = 0;
    for (let row = wantedFrom - firstRow; row < columns.length; row++) this.#kept[count++] = row;
    columns.keepOnly(this.#kept, count);
  }
}

function idsOf({ pieces }: FrameHead, skipped: number): DurableFrame["batchIds"] {
  return pieces.slice(skipped).flatMap(({ batchIds }) => batchIds);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
