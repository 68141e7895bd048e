import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ByteMemo, Dictionary, OTHER } from "./dictionary.ts";

const utf8 = new TextEncoder();

function idOf(dictionary: Dictionary, name: string): number {
  // Not at the start of the bytes, as in a line.
  const bytes = utf8.encode(`?${name}?`);
  return dictionary.idOfBytes(bytes, 1, bytes.length - 1);
}

test("by bytes or by name, a dictionary gives the same id for the same name, and another for another", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: "grapheme", maxLength: 12 }), fc.boolean()), { maxLength: 400 }),
      (asked) => {
        const dictionary = new Dictionary(1_000);
        const oracle = new Map<string, number>();
        for (const [name, byBytes] of asked) {
          const id = byBytes ? idOf(dictionary, name) : dictionary.idOf(name);
          assert.equal(id, oracle.get(name) ?? oracle.size);
          oracle.set(name, id);
          assert.equal(dictionary.nameOf(id), name);
        }
        assert.equal(dictionary.names.length, oracle.size);
      },
    ),
  );
});

test("beyond its capacity, and beyond 512 characters, every name is the same other one", () => {
  const dictionary = new Dictionary(3);
  const ids = ["a", "b", "x".repeat(513), "c", "d", "a"].map((name) => idOf(dictionary, name));
  assert.deepEqual(ids, [0, 1, 2, 2, 2, 0]);
  assert.equal(dictionary.nameOf(2), OTHER);
  assert.deepEqual([dictionary.overfull, dictionary.metLongName], [true, true]);
});

test("bytes that are not UTF-8 have no id, and make none", () => {
  const dictionary = new Dictionary(3);
  assert.equal(dictionary.idOfBytes(Uint8Array.of(0x61, 0xff), 0, 2), -1);
  assert.deepEqual(dictionary.names, []);
});

test("a memo gives back what was put, and forgets all rather than grow beyond its capacity", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 300 }),
      (capacity, keys) => {
        const memo = new ByteMemo(capacity);
        const oracle = new Map<string, number>();
        for (const [value, key] of keys.entries()) {
          const known = oracle.get(String(key));
          assert.equal(memo.find(key, 0, key.length), known ?? -1);
          if (known !== undefined) continue;
          if (oracle.size === capacity) oracle.clear();
          memo.put(key, 0, key.length, value);
          oracle.set(String(key), value);
        }
      },
    ),
  );
});

test("names put back have the ids that they had, whatever was lost between, and no lost id is given again", () => {
  const dictionary = new Dictionary(3);
  dictionary.restore(0, "a");
  dictionary.restore(2, "c");
  dictionary.restore(0, "a");
  assert.deepEqual([dictionary.findId("a"), dictionary.findId("c"), dictionary.findId("b")], [0, 2, undefined]);
  // A smaller capacity than when they were written takes none of them away.
  dictionary.restore(3, "d");
  assert.deepEqual([idOf(dictionary, "d"), dictionary.nameOf(dictionary.idOf("b"))], [3, OTHER]);
});
