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
  const count = rows.length;
  let offsets = new Float64Array(count);
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = keys[(rows[i] as number) * keyWidth + column] as number;
    offsets[i] = value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  for (let i = 0; i < count; i++) offsets[i] = (offsets[i] as number) - least;
  let order = rows;
  for (let shift = 0; (most - least) / 2 ** shift >= 1; shift += DIGIT_BITS) {
    const starts = new Int32Array(DIGITS + 1);
    for (let i = 0; i < count; i++) {
      const behind = digitOf(offsets[i] as number, shift) + 1;
      starts[behind] = (starts[behind] as number) + 1;
    }
    for (let digit = 0; digit < DIGITS; digit++) {
      starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
    }
    const [next, nextOffsets] = [new Int32Array(count), new Float64Array(count)];
    for (let i = 0; i < count; i++) {
      const digit = digitOf(offsets[i] as number, shift);
      const to = starts[digit] as number;
      starts[digit] = to + 1;
      next[to] = order[i] as number;
      nextOffsets[to] = offsets[i] as number;
    }
    order = next;
    offsets = nextOffsets;
  }
  return order;
}

function digitOf(offset: number, shift: number): number {
  return (offset >>> shift) & (DIGITS - 1);
}
