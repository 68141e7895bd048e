import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fingerprintOf } from "./fingerprint-of.ts";

const PRIME = 0x100_0000_01b3n;

/** The same in the plainest way there is. */
function slowly(labels: Readonly<Record<string, string>>): string {
  let hash = 0xcbf2_9ce4_8422_2325n;
  const add = (byte: number): void => {
    hash = ((hash ^ BigInt(byte)) * PRIME) & 0xffff_ffff_ffff_ffffn;
  };
  for (const name of Object.keys(labels).toSorted()) {
    for (const text of [name, labels[name] ?? ""]) {
      for (const byte of Buffer.from(text, "utf8")) add(byte);
      add(0xff);
    }
  }
  return hash.toString(16).padStart(16, "0");
}

test("a fingerprint is FNV-1a of 64 bits over sorted labels, whatever letters they have", () => {
  const texts = fc.oneof(fc.string({ unit: "grapheme", maxLength: 30 }), fc.string({ maxLength: 30 }));
  fc.assert(
    fc.property(fc.dictionary(texts, texts, { maxKeys: 6, noNullPrototype: true }), (labels) => {
      assert.equal(fingerprintOf(labels), slowly(labels));
    }),
  );
});

test("the order in which labels are sent does not matter, and where a name ends does", () => {
  assert.equal(fingerprintOf({ a: "1", b: "2" }), fingerprintOf({ b: "2", a: "1" }));
  assert.notEqual(fingerprintOf({ a: "1b", c: "" }), fingerprintOf({ a: "1", bc: "" }));
});
