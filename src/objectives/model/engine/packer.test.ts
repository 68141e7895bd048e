import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Bucket } from "./bucket.ts";
import { BLOCK_ENTRIES, Packer } from "./packer.ts";
import { unpack } from "./unpack.ts";

const CELL_MAX = 0x7fff_ffff;
const count = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: -CELL_MAX, max: CELL_MAX }),
  fc.constantFrom(0, CELL_MAX, -CELL_MAX),
);
const entries = fc.array(fc.tuple(fc.nat(2_000_000), count, count), {
  minLength: 1,
  maxLength: BLOCK_ENTRIES,
  size: "max",
});

test("a block gives back what was packed, one after another with the same packer", () => {
  const packer = new Packer();
  const bucket = new Bucket(1);
  fc.assert(
    fc.property(entries, (drawn) => {
      const sorted = drawn.toSorted(([a], [b]) => a - b);
      for (const [row, valid, bad] of sorted) packer.add(row, valid, bad);
      assert.equal(packer.isFull, sorted.length === BLOCK_ENTRIES);
      unpack(packer.take(), sorted.length, bucket);
      const read = Array.from({ length: bucket.length }, (_, i) => [
        bucket.rowAt(i),
        bucket.validAt(i),
        bucket.badAt(i),
      ]);
      assert.deepEqual(read, sorted);
    }),
    { numRuns: 50 },
  );
});
