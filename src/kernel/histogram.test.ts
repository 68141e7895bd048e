import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bucketOf, Histogram, HISTOGRAM_BOUND, HISTOGRAM_BUCKETS } from "./histogram.ts";

const durations = fc.array(
  fc.oneof(
    fc.nat(200),
    fc.nat(100_000_000),
    fc.nat({ max: 2 ** 31 - 1 }).map((n) => n * 500),
  ),
  { minLength: 1, maxLength: 200 },
);

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

test("a quantile is within the bound of the value at its rank", () => {
  fc.assert(
    fc.property(durations, fc.double({ min: 0.001, max: 1, noNaN: true }), (values, q) => {
      const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(q * values.length)) - 1] ?? 0;
      const found = histogramOf(values).quantile(q) ?? Number.NaN;
      assert(Math.abs(found - exact) <= HISTOGRAM_BOUND * exact, `${found} for ${exact}`);
    }),
  );
});

test("how many are at most a limit is never more than the truth, and less only by those in the limit's own bucket", () => {
  fc.assert(
    fc.property(durations, fc.nat(100_000_000), (values, limit) => {
      const truth = values.filter((value) => value <= limit).length;
      const sameBucket = values.filter((value) => value <= limit && bucketOf(value) === bucketOf(limit)).length;
      const found = histogramOf(values).atMost(limit);
      assert(found <= truth && found >= truth - sameBucket, `${found} of ${truth}`);
    }),
  );
});

test("the buckets of two histograms add up to that of all values", () => {
  fc.assert(
    fc.property(durations, durations, (left, right) => {
      const merged = histogramOf(left);
      for (const [bucket, count] of histogramOf(right).counts.entries()) merged.addBucket(bucket, count);
      assert.deepEqual(merged, histogramOf([...left, ...right]));
    }),
  );
});

test("buckets ascend with the value, and the last one takes everything beyond", () => {
  let last = -1;
  for (let value = 0; value < 2 ** 44; value = Math.max(value + 1, Math.floor(value * 1.01))) {
    const bucket = bucketOf(value);
    assert(bucket >= last && bucket < HISTOGRAM_BUCKETS);
    last = bucket;
  }
  assert.equal(last, HISTOGRAM_BUCKETS - 1);
});

test("an empty histogram has no quantile", () => assert.equal(new Histogram().quantile(0.5), null));
