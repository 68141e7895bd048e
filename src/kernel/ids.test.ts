import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Ids } from "./ids.ts";

test("ids rise and never repeat, also within a millisecond and when the clock goes back", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 2, maxLength: 50 }), fc.nat(255), (instants, byte) => {
      let now = 0;
      const ids = new Ids({ now: () => now }, (count) => new Uint8Array(count).fill(byte));
      const made = instants.map((at) => {
        now = 1_700_000_000_000 + at;
        return ids.next("tok");
      });
      assert.deepEqual(made, made.toSorted());
      assert.equal(new Set(made).size, made.length);
    }),
  );
});

test("an id is its prefix and 26 characters of a version 7 UUID", () => {
  const id = new Ids({ now: () => 0x0123_4567_89ab }, (count) => new Uint8Array(count).fill(255)).next("req");
  assert.match(id, /^req_[0-9a-hjkmnp-tv-z]{26}$/);
  const hex = Array.from(id.slice(4))
    .reduce((sum, letter) => sum * 32n + BigInt("0123456789abcdefghjkmnpqrstvwxyz".indexOf(letter)), 0n)
    .toString(16)
    .padStart(32, "0");
  assert.match(hex, /^0123456789ab7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});
