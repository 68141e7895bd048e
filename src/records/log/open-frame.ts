import type { BatchId } from "../model/batch-id.ts";
import { BLOCK_ROWS } from "../model/codec/block.ts";
import { RecordColumns } from "../model/columns.ts";
import { WIDE_FIELDS, type WideField } from "../model/wide-columns.ts";

/** Pages that a frame keeps when it is emptied: a burst must not hold its memory for ever. */
const PAGES_KEPT = 2;

/** What one call of `append` hands over; it lies whole in one frame. */
export interface Batch {
  readonly columns: readonly RecordColumns[];
  readonly batchId?: BatchId;
}

/** Who waits for a batch to be durable. */
interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Batches that are to become one frame, copied row by row, since the caller goes on using its columns. */
export class OpenFrame {
  readonly #wide: readonly WideField[];
  readonly #pool: RecordColumns[] = [];
  /** Pages of the pool in use, each full except the last. */
  pages: RecordColumns[] = [];
  batchIds: BatchId[] = [];
  waiting: Waiting[] = [];
  rows = 0;

  constructor(wide: readonly WideField[]) {
    this.#wide = wide;
  }

  add({ columns, batchId }: Batch, waiting: Waiting): void {
    for (const source of columns) this.#copy(source);
    if (batchId !== undefined) this.batchIds.push(batchId);
    this.waiting.push(waiting);
  }

  /** Bytes of texts, which rows do not tell. */
  get textBytes(): number {
    return this.pages.reduce((sum, page) => sum + textBytesOf(page), 0);
  }

  /** Empties it, keeps some of the memory. */
  clear(): void {
    this.pages = [];
    this.batchIds = [];
    this.waiting = [];
    this.rows = 0;
    this.#pool.length = Math.min(this.#pool.length, PAGES_KEPT);
  }

  #copy(source: RecordColumns): void {
    for (let from = 0; from < source.length;) {
      const page = this.#pageWithRoom();
      const count = Math.min(source.length - from, page.capacity - page.length);
      page.append(source, from, count);
      from += count;
    }
    this.rows += source.length;
  }

  #pageWithRoom(): RecordColumns {
    const last = this.pages.at(-1);
    if (last !== undefined && last.length < last.capacity) return last;
    const index = this.pages.length;
    const page = (this.#pool[index] ??= new RecordColumns(BLOCK_ROWS, this.#wide));
    page.clear();
    this.pages.push(page);
    return page;
  }
}

/** Bytes of all texts of a page. */
export function textBytesOf({ wide, length }: RecordColumns): number {
  if (wide === null) return 0;
  return WIDE_FIELDS.reduce((sum, field) => sum + (wide[field]?.bytesOfAll(length).length ?? 0), 0);
}
