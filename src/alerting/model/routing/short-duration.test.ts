import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseShortDuration, shortDurationText } from "./short-duration.ts";

test("durations are read as Prometheus writes them", () => {
  assert.equal(parseShortDuration("1h30m"), 5_400_000);
  assert.equal(parseShortDuration("1w2d"), 777_600_000);
  assert.equal(parseShortDuration("1y"), 31_536_000_000);
  assert.equal(parseShortDuration("1s500ms"), 1_500);
  assert.equal(parseShortDuration("0"), 0);
});

test("what Prometheus refuses is refused: no unit, units in another order, fractions, nothing", () => {
  for (const text of ["", "5", "30m1h", "1.5h", "5 m", "-5m", "5M", "300y"]) {
    assert.throws(() => parseShortDuration(text), /not a duration|292 years/, text);
  }
});

test("a duration that is printed is read as the same one", () => {
  assert.equal(shortDurationText(0), "0s");
  assert.equal(shortDurationText(90_000_000), "1d1h");
  fc.assert(fc.property(fc.nat(1e12), (ms) => parseShortDuration(shortDurationText(ms)) === ms));
});
