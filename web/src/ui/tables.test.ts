import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { csvText } from "#kernel";
import { nextOrder, orderOf, sorted } from "./sorted.ts";

test("a table as CSV quotes what needs it, and no name can be a formula", () => {
  const text = csvText([
    ["client", "bad"],
    ['a "b", c', 1],
    ["=HYPERLINK(1)", -2],
    ["two\nlines", null],
  ]);
  assert.equal(text, 'client,bad\r\n"a ""b"", c",1\r\n\'=HYPERLINK(1),-2\r\n"two\nlines",\r\n');
});

test("rows without a value are last, whichever way a table is sorted", () => {
  const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: 1 }];
  const value = ({ n }: { n: number | null }): number | null => n;
  assert.deepEqual(sorted(rows, value, false).map(value), [1, 2, 10, null]);
  assert.deepEqual(sorted(rows, value, true).map(value), [10, 2, 1, null]);
});

test("rows that are equal keep their order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 })), fc.boolean(), (values, descending) => {
      const rows = sorted(
        values.map((value, at) => ({ value, at })),
        ({ value }) => value,
        descending,
      );
      assert.ok(rows.every((row, i) => i === 0 || rows[i - 1]?.value !== row.value || (rows[i - 1]?.at ?? 0) < row.at));
    }),
  );
});

test("a second click on a head turns the order round; numbers begin with the largest", () => {
  assert.equal(nextOrder(orderOf(undefined, "name"), "bad", true), "-bad");
  assert.equal(nextOrder(orderOf("-bad", "name"), "bad", true), "bad");
  assert.equal(nextOrder(orderOf("-bad", "name"), "name", false), "name");
});
