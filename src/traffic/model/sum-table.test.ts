import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sortedRows } from "./sorted-rows.ts";
import { addRows, rowColumnsOf } from "./row-columns.ts";
import { SumTable } from "./sum-table.ts";

const part = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
const added = (width: number): fc.Arbitrary<[number[], number]> =>
  fc.tuple(
    fc.array(part, { minLength: width, maxLength: width }),
    fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 43 })),
  );
const additions = fc
  .constantFrom(5, 10)
  .chain((width) => fc.array(added(width), { minLength: 1, maxLength: 400, size: "max" }));

function filled(all: readonly [number[], number][]): SumTable {
  const table = new SumTable(all[0]![0].length, 1);
  for (const [key, value] of all) {
    const row = table.rowOf(Int32Array.from(key));
    table.sums[row]! += value;
  }
  return table;
}

function contentOf(table: SumTable): Map<string, number> {
  const key = new Int32Array(table.keyWidth);
  return new Map(
    Array.from({ length: table.rows }, (_, row) => {
      table.readKey(row, key);
      return [key.join(), table.sums[row]!];
    }),
  );
}

test("a table holds the sum for each key that was added to, also after its rows were packed into columns and added again", () => {
  fc.assert(
    fc.property(additions, (all) => {
      const byHand = new Map<string, number>();
      for (const [key, value] of all) byHand.set(key.join(), (byHand.get(key.join()) ?? 0) + value);
      const table = filled(all);
      assert.deepEqual(contentOf(table), byHand);
      const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
      const again = new SumTable(table.keyWidth, 1);
      addRows(rowColumnsOf(table, sortedRows(table, rows, [0, 1])), again);
      assert.deepEqual(contentOf(again), byHand);
    }),
  );
});

test("sorted rows ascend by the columns in the order in which they are named", () => {
  fc.assert(
    fc.property(additions, (all) => {
      const table = filled(all);
      const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
      const at = (row: number, column: number): number => table.keys[row * table.keyWidth + column]!;
      const byHand = [...rows].toSorted(
        (a, b) => [2, 0].map((column) => at(a, column) - at(b, column)).find((less) => less !== 0) ?? a - b,
      );
      assert.deepEqual([...sortedRows(table, rows, [2, 0])], byHand);
    }),
  );
});
