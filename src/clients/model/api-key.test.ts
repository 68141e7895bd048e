import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { makeKey, parseKey } from "./api-key.ts";
import { crc32 } from "./crc32.ts";

test("a key that was made is read back as it is, and says of itself that it is one", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9-]{1,20}$/), (environment) => {
      const { text, ...parts } = makeKey(environment, randomBytes);
      assert.deepEqual(parseKey(text), parts);
      assert.match(text, /^plm_[a-z0-9-]+_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}$/);
    }),
  );
});

test("one wrong letter anywhere, or two that changed places, is noticed without a look at anything stored", () => {
  const { text } = makeKey("live", randomBytes);
  for (let at = 0; at < text.length; at++) {
    for (const letter of ["a", "Z", "0", "_", "-", " ", "\u0000", "é"]) {
      if (text[at] === letter) continue;
      assert.equal(parseKey(text.slice(0, at) + letter + text.slice(at + 1)), undefined, `${letter} at ${at}`);
    }
    const swapped = text.slice(0, at) + (text[at + 1] ?? "") + (text[at] ?? "") + text.slice(at + 2);
    if (swapped !== text) assert.equal(parseKey(swapped), undefined);
    assert.equal(parseKey(text.slice(0, at)), undefined);
  }
});

test("the checksum is CRC-32, as programs that scan for leaked secrets compute it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 200 }), (text) => {
      assert.equal(crc32(text, text.length), zlibCrc32(text));
    }),
  );
});

test("each letter of a secret is as likely as any other", () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 2_000; n++) {
    for (const letter of makeKey("live", randomBytes).secret) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const expected = (2_000 * 32) / 62;
  assert.equal(counts.size, 62);
  for (const [letter, count] of counts) assert.ok(Math.abs(count - expected) < 6 * Math.sqrt(expected), letter);
});
