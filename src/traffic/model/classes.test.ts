import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { OUTCOMES, type Outcome } from "#intake";
import { classCodeOf, CLASSES, type RequestClass } from "./classes.ts";
import { CLASS_COUNT, countsOf } from "./counts.ts";

const table: readonly (readonly [number, Outcome, boolean, RequestClass])[] = [
  [200, "", false, "ok"],
  [101, "", false, "ok"],
  [304, "served", false, "ok"],
  [404, "", false, "clientFault"],
  [401, "unauthenticated", false, "clientFault"],
  [429, "", false, "throttled"],
  [429, "quota", false, "quota"],
  [200, "throttled", false, "throttled"],
  [499, "", false, "clientAborted"],
  [200, "clientAborted", false, "clientAborted"],
  [500, "", false, "serverError"],
  [599, "", false, "serverError"],
  [504, "timeout", false, "timeout"],
  [200, "upstreamError", false, "serverError"],
  [0, "upstreamError", false, "noAnswer"],
  [0, "", false, "noAnswer"],
  [0, "timeout", false, "timeout"],
  [42, "", false, "serverError"],
  [999, "", false, "serverError"],
  [503, "", true, "healthCheck"],
];

for (const [status, outcome, healthCheck, expected] of table) {
  test(`${status}${outcome === "" ? "" : ` with outcome ${outcome}`}${healthCheck ? " of a health check" : ""} is ${expected}`, () => {
    assert.equal(CLASSES[classCodeOf(status, OUTCOMES.indexOf(outcome), healthCheck ? 1 : 0)], expected);
  });
}

test("requests are good, bad or excluded, whatever they are", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: CLASS_COUNT, maxLength: CLASS_COUNT }), (byClass) => {
      const counts = countsOf(Float64Array.from(byClass));
      assert.equal(
        counts.requests,
        byClass.reduce((sum, count) => sum + count, 0),
      );
      assert.equal(counts.requests, counts.good + counts.bad + counts.excluded);
      assert.equal(counts.valid, counts.good + counts.bad);
      assert.equal(counts.availability, counts.valid === 0 ? null : counts.good / counts.valid);
    }),
  );
});
