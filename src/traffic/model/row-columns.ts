import type { SumTable } from "./sum-table.ts";

/** Integers ≥ 0 in as few bytes as the largest of them needs; null = all are 0. */
export type Narrow = Uint8Array | Uint16Array | Uint32Array | Float64Array | null;

/** One column of rows: value r = base + offsets[r]. */
export interface RowColumn {
  readonly base: number;
  readonly offsets: Narrow;
}

/** Rows of a SumTable by column: first those of the key, then those of the sums. */
export interface RowColumns {
  readonly rows: number;
  readonly columns: readonly RowColumn[];
}

/** The given rows of a table, in the given order. */
export function rowColumnsOf(table: SumTable, rows: Int32Array): RowColumns {
  const { keys, sums, keyWidth, sumWidth } = table;
  return {
    rows: rows.length,
    columns: [
      ...Array.from({ length: keyWidth }, (_, column) => narrowed(keys, rows, [keyWidth, column])),
      ...Array.from({ length: sumWidth }, (_, column) => narrowed(sums, rows, [sumWidth, column])),
    ],
  };
}

/** An array for `length` offsets of `width` bytes (0, 1, 2, 4 or 8). */
export function narrowArray(width: number, length: number): Narrow {
  if (width === 0) return null;
  if (width === 1) return new Uint8Array(length);
  if (width === 2) return new Uint16Array(length);
  return width === 4 ? new Uint32Array(length) : new Float64Array(length);
}

function narrowed(
  from: Int32Array | Float64Array,
  rows: Int32Array,
  [width, column]: readonly [width: number, column: number],
): RowColumn {
  if (rows.length === 0) return { base: 0, offsets: null };
  const values = new Float64Array(rows.length);
  // A function for each kind of array: code that meets both is several times as slow.
  if (from instanceof Int32Array) gatherKeys(from, rows, { width, column, values });
  else gatherSums(from, rows, { width, column, values });
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const offsets = narrowArray(widthOf(most - least), rows.length);
  if (offsets === null) return { base: least, offsets };
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - least;
  offsets.set(values);
  return { base: least, offsets };
}

interface Gathered {
  readonly width: number;
  readonly column: number;
  readonly values: Float64Array;
}

function gatherKeys(keys: Int32Array, rows: Int32Array, { width, column, values }: Gathered): void {
  for (let i = 0; i < rows.length; i++) values[i] = keys[(rows[i] as number) * width + column] as number;
}

function gatherSums(sums: Float64Array, rows: Int32Array, { width, column, values }: Gathered): void {
  for (let i = 0; i < rows.length; i++) values[i] = sums[(rows[i] as number) * width + column] as number;
}

function widthOf(spread: number): number {
  if (spread === 0) return 0;
  if (spread < 2 ** 8) return 1;
  if (spread < 2 ** 16) return 2;
  return spread < 2 ** 32 ? 4 : 8;
}

/** Adds all rows to a table of the same widths. */
export function addRows(from: RowColumns, into: SumTable): void {
  const key = new Int32Array(into.keyWidth);
  const { keyWidth, sumWidth } = into;
  for (let row = 0; row < from.rows; row++) {
    for (let i = 0; i < keyWidth; i++) key[i] = valueAt(from.columns[i], row);
    const at = into.rowOf(key) * sumWidth;
    for (let i = 0; i < sumWidth; i++) {
      into.sums[at + i] = (into.sums[at + i] as number) + valueAt(from.columns[keyWidth + i], row);
    }
  }
}

/** The value of a row; 0 where there is no such column. */
function valueAt(column: RowColumn | undefined, row: number): number {
  if (column === undefined) return 0;
  return column.offsets === null ? column.base : column.base + (column.offsets[row] as number);
}
