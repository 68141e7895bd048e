import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { absoluteSearch, intervalOf, previousInterval, PRESETS, presetText, rangeChoice, stepMs } from "./range.ts";

const NOW = Date.parse("2026-11-27T16:00:07Z");
const MINUTE_MS = 60_000;

test("an address that tells no range, or none that can be, means the last 24 hours", () => {
  for (const search of [
    {},
    { range: "2 fortnights" },
    { from: "2026-11-27T10:00:00Z" },
    { from: "2026-11-27T10:00:00Z", to: "2026-11-27T10:00:00Z" },
    { from: "yesterday", to: "today" },
  ]) {
    assert.deepEqual(
      rangeChoice(search),
      { kind: "preset", preset: "24h", pausedAt: undefined },
      JSON.stringify(search),
    );
  }
});

test("a live range ends at the next whole minute, so that the newest request is in it and its length is as said", () => {
  assert.equal(intervalOf(rangeChoice({ range: "1h" }), NOW).to, Date.parse("2026-11-27T16:01:00Z"));
  assert.equal(intervalOf(rangeChoice({ range: "7d" }), NOW).to, Date.parse("2026-11-27T16:01:00Z"));
});

test("a paused range stands where it was paused", () => {
  const choice = rangeChoice({ range: "6h", at: "2026-11-27T12:00:00Z" });
  assert.deepEqual(intervalOf(choice, NOW), {
    from: Date.parse("2026-11-27T06:00:00Z"),
    to: Date.parse("2026-11-27T12:00:00Z"),
  });
});

test("whoever opens the address of a range sees that range", () => {
  const instants = fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1_000);
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 1e7 }), (from, seconds) => {
      const interval = { from, to: from + seconds * 1_000 };
      assert.deepEqual(intervalOf(rangeChoice(absoluteSearch(interval)), NOW), interval);
    }),
  );
});

test("the range before touches the range and is as long", () => {
  assert.deepEqual(previousInterval({ from: 100, to: 150 }), { from: 50, to: 100 });
});

test("a series has at most 180 points up to half a year, of whole minutes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 180 * 24 * 60 }), (minutes) => {
      const step = stepMs({ from: 0, to: minutes * MINUTE_MS });
      assert.ok((minutes * MINUTE_MS) / step <= 180 && step % MINUTE_MS === 0);
    }),
  );
});

test("a day is said in hours", () => {
  assert.deepEqual(PRESETS.map(presetText), ["1 h", "6 h", "24 h", "3 d", "7 d", "30 d"]);
});
