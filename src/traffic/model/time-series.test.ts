import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { floorTo } from "#kernel";
import { TimeSeries } from "./time-series.ts";

const DAY_MS = 86_400_000;

test("buckets are exact sums, at most 600 of them, whatever span the requests cover and in whatever order they come", () => {
  const span = fc.integer({ min: 1, max: 4_000 }).map((days) => days * DAY_MS);
  fc.assert(
    fc.property(
      span,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3_000, size: "max" }),
      (length, shares) => {
        const series = new TimeSeries();
        const instants = shares.map((share) => 1_700_000_000_000 + Math.floor(share * length));
        for (const at of instants) series.add(at, 0, at % 1_000);
        const expected = new Map<number, number>();
        for (const at of instants) {
          const bucket = floorTo(at, series.bucketMs);
          expected.set(bucket, (expected.get(bucket) ?? 0) + 1);
        }
        const points = series.points();
        assert(points.length <= 600);
        assert.deepEqual(
          points.map(({ at, counts }) => [at, counts.good]),
          [...expected].toSorted(([a], [b]) => a - b),
        );
        assert.deepEqual(
          points.map(({ durationsUs }) => durationsUs.total),
          points.map(({ counts }) => counts.requests),
        );
      },
    ),
    { numRuns: 30 },
  );
});
