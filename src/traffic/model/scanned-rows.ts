import type { Interval } from "#kernel";
import type { RowColumn, RowColumns } from "./row-columns.ts";
import type { SumTable } from "./sum-table.ts";

/** The most rows that are scanned at once; blocks have no more. */
export const PART_ROWS_MAX = 2_048;

/**
 * Rows that are read column by column. A column is written to the front of `into`, without its base, which is answered:
 * value r = base + into[r]. So the loops over values meet one kind of array only, however narrow the columns are kept.
 */
export interface ScannedRows {
  readonly length: number;
  /** The value that all rows have in a column of the key, where that is known without looking at them. */
  only(column: number): number | undefined;
  key(column: number, into: Int32Array): number;
  sum(column: number, into: Float64Array | Int32Array): number;
  /** No sum in a column is larger, as far as is known without looking at them. */
  most(column: number): number;
}

/** Rows, and the part of them that a piece of the range asks for. */
export interface Scanned {
  readonly rows: ScannedRows;
  /** Length of the step that the rows count time in. */
  readonly stepMs: number;
  /** Only rows of times in it, in ms. */
  readonly within: Interval;
}

/** The rows of a block. `keyWidth`: how many of the columns are the key. */
export function blockRows({ rows, columns }: RowColumns, keyWidth: number): ScannedRows {
  return {
    length: rows,
    only(column) {
      const { base, offsets } = columns[column] as RowColumn;
      return offsets === null ? base : undefined;
    },
    key: (column, into) => expand(columns[column] as RowColumn, into, rows),
    sum: (column, into) => expand(columns[keyWidth + column] as RowColumn, into, rows),
    most(column) {
      const { base, offsets } = columns[keyWidth + column] as RowColumn;
      return base + 2 ** (8 * (offsets?.BYTES_PER_ELEMENT ?? 0)) - 1;
    },
  };
}

/** Of a column of the key, the least and the most value that is wanted. */
export type Wanted = readonly [column: number, least: number, most: number];

/** A copy of some rows of a table, in parts, as it is now: whatever is counted while the parts are scanned is not in it. */
export function openRows(table: SumTable, wanted: readonly Wanted[]): ScannedRows[] {
  const { keyWidth, sumWidth } = table;
  const chosen = chosenRows(table, wanted);
  const keys = new Int32Array(chosen.length * keyWidth);
  const sums = new Float64Array(chosen.length * sumWidth);
  for (let to = 0; to < chosen.length; to++) {
    const from = chosen[to] as number;
    for (let i = 0; i < keyWidth; i++) keys[to * keyWidth + i] = table.keys[from * keyWidth + i] as number;
    for (let i = 0; i < sumWidth; i++) sums[to * sumWidth + i] = table.sums[from * sumWidth + i] as number;
  }
  const parts: ScannedRows[] = [];
  for (let start = 0; start < chosen.length; start += PART_ROWS_MAX) {
    const length = Math.min(PART_ROWS_MAX, chosen.length - start);
    parts.push({
      length,
      only: () => undefined,
      key(column, into) {
        for (let i = 0, at = start * keyWidth + column; i < length; i++, at += keyWidth) into[i] = keys[at] as number;
        return 0;
      },
      most: () => Infinity,
      sum(column, into) {
        for (let i = 0, at = start * sumWidth + column; i < length; i++, at += sumWidth) into[i] = sums[at] as number;
        return 0;
      },
    });
  }
  return parts;
}

function chosenRows({ keys, keyWidth, rows }: SumTable, wanted: readonly Wanted[]): Int32Array {
  const chosen = new Int32Array(rows);
  let length = rows;
  for (let row = 0; row < rows; row++) chosen[row] = row;
  for (const [column, least, most] of wanted) {
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const row = chosen[i] as number;
      const value = keys[row * keyWidth + column] as number;
      if (value >= least && value <= most) chosen[kept++] = row;
    }
    length = kept;
  }
  return chosen.subarray(0, length);
}

function expand({ base, offsets }: RowColumn, into: Int32Array | Float64Array, rows: number): number {
  // The array's own conversion is several times as fast as a loop that meets all widths.
  if (offsets === null) into.fill(0, 0, rows);
  else into.set(offsets);
  return base;
}
