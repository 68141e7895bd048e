import type { Interval } from "#kernel";
import type { RowColumn, RowColumns } from "./row-columns.ts";

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

function expand({ base, offsets }: RowColumn, into: Int32Array | Float64Array, rows: number): number {
  // The array's own conversion is several times as fast as a loop that meets all widths.
  if (offsets === null) into.fill(0, 0, rows);
  else into.set(offsets);
  return base;
}
