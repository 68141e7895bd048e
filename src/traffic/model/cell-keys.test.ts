import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CellKeys } from "./cell-keys.ts";
import { CELL, CELL_WIDTH, FOLDED } from "./cells.ts";

/** Ids up to what the dictionaries hold, with `__other__`. */
const id = (most: number): fc.Arbitrary<number> => fc.oneof(fc.integer({ min: FOLDED, max: 2 }), fc.constant(most));
const key = fc
  .tuple(
    fc.oneof(fc.nat(2), fc.constant(1_000)),
    id(100_000),
    id(10_000),
    fc.constantFrom(0, 200, 503, 65_535),
    fc.nat(8),
    id(1_000),
    id(1_000),
    id(1_000),
    id(10_000),
  )
  .map((parts) => Int32Array.of(0, ...parts));

test("each key has one number, is read back from it, and knows its total and what it folds to", () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 600, size: "max" }), (all) => {
      const keys = new CellKeys();
      const ids = all.map((one) => keys.idOfKey(one));
      assert.equal(new Set(ids).size, new Set(all.map(String)).size);
      for (const [index, one] of all.entries()) {
        assert.equal(keys.idOfKey(one), ids[index]);
        assert.deepEqual(partsOf(keys, ids[index]!), one);
        assert.deepEqual(partsOf(keys, keys.totalOf(ids[index]!)), one.with(CELL.CLIENT, FOLDED));
        const folded = Int32Array.from(one);
        for (const part of ["OPERATION", "PLAN", "VERSION", "REGION", "RELEASE"] as const) folded[CELL[part]] = FOLDED;
        assert.deepEqual(partsOf(keys, keys.foldedOf(ids[index]!)), folded);
      }
    }),
  );
});

test("an id for which a key has no room breaks: two keys would be one", () => {
  const tooLarge = new Int32Array(CELL_WIDTH);
  tooLarge[CELL.PLAN] = 1_022;
  assert.throws(() => new CellKeys().idOfKey(tooLarge), /larger than its dictionary/);
});

function partsOf(keys: CellKeys, number: number): Int32Array {
  const parts = new Int32Array(CELL_WIDTH);
  keys.read(number, parts);
  return parts;
}
