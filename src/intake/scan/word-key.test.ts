import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { WordKey } from "./word-key.ts";
import { PADDING } from "./words.ts";

/** The bytes of a key with numbers alike, without what fills up its words. */
function keyText(path: string, after = ""): string {
  const all = new TextEncoder().encode(`${path}${after}`.padEnd(path.length + after.length + PADDING, "7"));
  const key = new WordKey();
  key.takeNumbersAlike(new DataView(all.buffer), 0, path.length);
  const words = Buffer.from(key.words.buffer, 0, 4 * key.count);
  return words.toString("latin1").replaceAll("\u0000", "");
}

const piece = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom("", "0", "00", "v1", "1a", "12345678901234567890", "a1", "2024-05", "orders", "1?x=/2", "?q=/3", "~"),
);
const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `GET /${pieces.join("/")}`);

test("a key holds its text with each segment of nothing but digits as one byte, whatever follows the text", () => {
  fc.assert(
    fc.property(path, fc.constantFrom("", "7", "/7", "x"), (text, after) => {
      assert.equal(keyText(text, after), text.replaceAll(/\/[0-9]+(?=\/|$)/g, "\u0001"));
    }),
    { numRuns: 1_000 },
  );
});

test("a key of numbers alike is the same for any numbers, hash included", () => {
  const hashOf = (text: string): number => {
    const key = new WordKey();
    key.takeNumbersAlike(
      new DataView(new TextEncoder().encode(text.padEnd(text.length + PADDING)).buffer),
      0,
      text.length,
    );
    return key.hash;
  };
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (one, other) => {
      assert.equal(hashOf(`GET /orders/${one}/items/${other}`), hashOf(`GET /orders/${other}/items/${one}`));
    }),
  );
});

test("a text of many words is taken whole", () => {
  const long = `GET ${"/orders/17".repeat(1_000)}`;
  assert.equal(keyText(long), `GET ${"/orders\u0001".repeat(1_000)}`);
});
