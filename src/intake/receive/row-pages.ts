import type { RecordColumns } from "#records";
import type { ColumnsPool } from "./columns-pool.ts";

/** The rows of one body, over as many pooled columns as they need. */
export class RowPages {
  readonly columns: RecordColumns[] = [];
  /** There was no room for all of them: none may be kept. */
  overfull = false;
  readonly #pool: ColumnsPool;
  #last: RecordColumns | undefined;

  constructor(pool: ColumnsPool) {
    this.#pool = pool;
  }

  /** Columns with room for one more row; undefined when all are in use. */
  room(): RecordColumns | undefined {
    const last = this.#last;
    if (last !== undefined && last.length < last.capacity) return last;
    this.#last = this.#pool.take(last === undefined);
    if (this.#last === undefined) this.overfull = true;
    else this.columns.push(this.#last);
    return this.#last;
  }

  /** Gives the columns back; nobody may read them afterwards. */
  release(): void {
    this.#pool.give(this.columns);
    this.columns.length = 0;
    this.#last = undefined;
  }
}
