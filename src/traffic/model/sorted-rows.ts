import type { SumTable } from "./sum-table.ts";

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * The given rows of a table in ascending order of their keys, the columns compared in the order of `by`. A radix
 * sort: its time grows with the rows only, and rows of equal value keep their order.
 */
export function sortedRows(table: SumTable, rows: Int32Array, by: readonly number[]): Int32Array {
  let order = rows;
  for (const column of by.toReversed()) order = sortedBy(table, order, column);
  return order;
}

function sortedBy(table: SumTable, rows: Int32Array, column: number): Int32Array {
  const { keys, keyWidth } = table;
  let least = Infinity;
  let most = -Infinity;
  for (const row of rows) {
    const value = keys[row * keyWidth + column] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  let order = rows;
  for (let shift = 0; (most - least) / 2 ** shift >= 1; shift += DIGIT_BITS) {
    const starts = new Int32Array(DIGITS + 1);
    const digitOf = (row: number): number =>
      (((keys[row * keyWidth + column] as number) - least) >>> shift) & (DIGITS - 1);
    for (const row of order) starts[digitOf(row) + 1] = (starts[digitOf(row) + 1] as number) + 1;
    for (let digit = 0; digit < DIGITS; digit++) {
      starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
    }
    const next = new Int32Array(order.length);
    for (const row of order) {
      const digit = digitOf(row);
      next[starts[digit] as number] = row;
      starts[digit] = (starts[digit] as number) + 1;
    }
    order = next;
  }
  return order;
}
