import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ShortMemo, writeShort } from "./short-memo.ts";
import { PADDING } from "./words.ts";

const SHORT_BYTES = 16;
const words = new Int32Array(8);

/** Looks for a text among other bytes, and leaves it in `words` from 2 on. */
function find(memo: ShortMemo, text: string, before = "", after = ""): number {
  const bytes = new TextEncoder().encode(`${before}${text}${after}`.padEnd(64 + PADDING, '"'));
  writeShort(new DataView(bytes.buffer), before.length, before.length + text.length, words, 2);
  return memo.find(words, 2);
}

const texts = fc.uniqueArray(fc.string({ unit: "binary-ascii", maxLength: SHORT_BYTES }), { maxLength: 2_000 });

test("what was put is found by its bytes alone, whatever stands around it", () => {
  fc.assert(
    fc.property(texts, (all) => {
      const memo = new ShortMemo(10_000);
      for (const [value, text] of all.entries()) {
        assert.equal(find(memo, text), -1);
        memo.put(words, 2, value);
      }
      for (const [value, text] of all.entries()) assert.equal(find(memo, text, "x", "yyyy"), value);
    }),
    { numRuns: 30 },
  );
});

test("a memo grows far beyond its first size and forgets everything when it is full", () => {
  const memo = new ShortMemo(5_000);
  for (let i = 0; i < 5_000; i++) {
    assert.equal(find(memo, `name-${i}`), -1);
    memo.put(words, 2, i);
  }
  for (let i = 0; i < 5_000; i++) assert.equal(find(memo, `name-${i}`), i);
  assert.equal(find(memo, "one more"), -1);
  memo.put(words, 2, 7);
  assert.equal(find(memo, "name-0"), -1);
  assert.equal(find(memo, "one more"), 7);
});
