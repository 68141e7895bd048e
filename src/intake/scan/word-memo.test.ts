import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";
import { endOfPlain, PADDING } from "./words.ts";

function keyOf(text: string, before = "", after = ""): WordKey {
  const { view, length } = viewOf(`${before}${text}${after}`);
  const key = new WordKey();
  key.take(view, before.length, length - after.length);
  return key;
}

function viewOf(text: string): { view: DataView; length: number } {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(bytes.length + PADDING).fill(0x22);
  padded.set(bytes);
  return { view: new DataView(padded.buffer), length: bytes.length };
}

test("what was put is found by its bytes alone, whatever stands around it", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: "grapheme-ascii", maxLength: 20 }), { maxLength: 2_000 }), (texts) => {
      const memo = new WordMemo(10_000);
      for (const [value, text] of texts.entries()) {
        assert.equal(memo.find(keyOf(text)), -1);
        memo.put(keyOf(text), value);
      }
      for (const [value, text] of texts.entries()) {
        assert.equal(memo.find(keyOf(text, "x", "yyyy")), value);
      }
    }),
    { numRuns: 30 },
  );
});

test("a memo grows far beyond its first size and forgets everything when it is full", () => {
  const memo = new WordMemo(5_000);
  for (let i = 0; i < 5_000; i++) {
    memo.put(keyOf(`path/${i}`), i);
  }
  const first = keyOf("path/0");
  assert.equal(memo.find(first), 0);
  const extra = keyOf("one more");
  memo.put(extra, 7);
  assert.equal(memo.find(first), -1);
  assert.equal(memo.find(extra), 7);
});

test("texts that differ only in zero bytes at their end are not taken for each other", () => {
  const memo = new WordMemo(10);
  memo.put(keyOf("ab"), 1);
  assert.equal(memo.find(keyOf("ab\u0000")), -1);
  assert.equal(memo.find(keyOf("ab")), 1);
});

test("the end of plain text is its first quote, backslash, control or byte beyond ASCII", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, ascii) => {
      const text = bytes.map((byte) => (ascii ? 0x20 + (byte % 0x5f) : byte));
      const padded = new Uint8Array(text.length + PADDING);
      padded.set(text);
      const expected = text.findIndex((byte) => byte < 0x20 || byte >= 0x80 || byte === 0x22 || byte === 0x5c);
      const found = endOfPlain(new DataView(padded.buffer), 0, text.length);
      assert.equal(Math.min(found, text.length), expected < 0 ? text.length : expected);
    }),
  );
});
