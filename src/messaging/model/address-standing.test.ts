import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesOf } from "./address-standing.ts";

test("an IPv6 address says the same however it is shortened", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 }), (bytes) => {
      const groups = Array.from({ length: 8 }, (_, i) =>
        (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
      );
      const dotted = `${groups.slice(0, 6).join(":")}:${bytes.slice(12).join(".")}`;
      const short = new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
      for (const text of [groups.join(":"), dotted, short]) assert.deepEqual(bytesOf(text), bytes, text);
    }),
  );
});
