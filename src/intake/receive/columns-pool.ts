import { RecordColumns, WIDE_FIELDS, type WideField } from "#records";

/** Most bodies are small: the first columns of a body have few rows. */
const FIRST_ROWS = 128;
const MORE_ROWS = 4_096;
/** Columns that are kept for the next bodies. */
const FIRST_IDLE_MAX = 256;
const MORE_IDLE_MAX = 64;

/** Columns for the records of bodies, used again and again, never more rows than `rowsMax` at once. */
export class ColumnsPool {
  readonly #kept: readonly WideField[];
  readonly #rowsMax: number;
  readonly #first: RecordColumns[] = [];
  readonly #more: RecordColumns[] = [];
  #rows = 0;

  constructor(kept: readonly WideField[], rowsMax: number) {
    this.#kept = kept;
    this.#rowsMax = rowsMax;
  }

  /** Rows that are in use now. */
  get rows(): number {
    return this.#rows;
  }

  /** Empty columns: small ones to begin a body with, larger ones to go on; undefined when all are in use. */
  take(isFirst: boolean): RecordColumns | undefined {
    const capacity = isFirst ? FIRST_ROWS : MORE_ROWS;
    if (this.#rows + capacity > this.#rowsMax) return undefined;
    this.#rows += capacity;
    return (isFirst ? this.#first : this.#more).pop() ?? new RecordColumns(capacity, this.#kept);
  }

  /** Takes columns back: nobody may read them afterwards. */
  give(columns: readonly RecordColumns[]): void {
    for (const one of columns) {
      const isFirst = one.capacity === FIRST_ROWS;
      const idle = isFirst ? this.#first : this.#more;
      this.#rows -= one.capacity;
      if (idle.length >= (isFirst ? FIRST_IDLE_MAX : MORE_IDLE_MAX)) continue;
      one.length = 0;
      for (const field of WIDE_FIELDS) one.wide?.[field]?.clear();
      idle.push(one);
    }
  }
}
