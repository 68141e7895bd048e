import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { shuffled } from "./shuffled.ts";

test("no line is lost or doubled, and none leaves its run", () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), fc.integer(), fc.integer({ min: 1, max: 50 }), (count, seed, window) => {
      const lines = Array.from({ length: count }, (_, i) => String(i));
      const result = [...shuffled(lines, seed, window)];
      assert.deepEqual(
        result.toSorted((one, other) => Number(one) - Number(other)),
        lines,
      );
      result.forEach((line, place) => assert.equal(Math.floor(Number(line) / window), Math.floor(place / window)));
    }),
  );
});

test("the same seed gives the same disorder, another seed another one", () => {
  const lines = Array.from({ length: 100 }, (_, i) => String(i));
  assert.deepEqual([...shuffled(lines, 1, 50)], [...shuffled(lines, 1, 50)]);
  assert.notDeepEqual([...shuffled(lines, 1, 50)], [...shuffled(lines, 2, 50)]);
  assert.notDeepEqual([...shuffled(lines, 1, 50)], lines);
});
