import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Histogram } from "#kernel";
import { DURATION, DURATION_WIDTH } from "./cells.ts";
import { DurationRows } from "./duration-rows.ts";
import { DurationScan } from "./duration-scan.ts";
import { ID_SHIFT } from "./kpi-names.ts";
import { columnOf, type RowColumns } from "./row-columns.ts";
import { blockRows } from "./scanned-rows.ts";

const QS = [0.5, 0.9, 0.99, 1];
const IDS = 3;
const STEP_MS = 1_000;

interface Row {
  readonly time: number;
  readonly id: number;
  readonly bucket: number;
  readonly count: number;
}

/** Counts of each width that a column has, and such that a sum of 32 bits runs over. */
const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    time: fc.integer({ min: 0, max: 5 }),
    id: fc.integer({ min: 0, max: IDS - 1 }),
    bucket: fc.integer({ min: 600, max: 610 }),
    count: fc.oneof(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 2 ** 30, max: 2 ** 31 }),
      fc.integer({ min: 2 ** 32 - 2, max: 2 ** 34 }),
    ),
  }),
  { minLength: 1, maxLength: 60 },
);

function columnsOf(all: readonly Row[]): RowColumns {
  const keys = Array.from({ length: DURATION_WIDTH }, () => new Int32Array(all.length));
  for (const [place, { time, id, bucket }] of all.entries()) {
    keys[DURATION.TIME]![place] = time;
    keys[DURATION.ID]![place] = id;
    keys[DURATION.BUCKET]![place] = bucket;
  }
  const counts = Float64Array.from(all, ({ count }) => count);
  return { rows: all.length, columns: [...keys, counts].map(columnOf) };
}

test("durations of blocks and of memory are added exactly to their group and their point, however many there are, and others are left out", () => {
  const asked = fc.record({
    written: rows,
    held: rows,
    from: fc.integer({ min: 0, max: 6 }),
    to: fc.integer({ min: 0, max: 6 }),
    groupOf: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: IDS, maxLength: IDS }),
    isSeries: fc.boolean(),
  });
  fc.assert(
    fc.property(asked, ({ written, held, from, to, groupOf, isSeries }) => {
      const within = { from: from * STEP_MS, to: to * STEP_MS };
      const points = { firstMs: STEP_MS, pointMs: 2 * STEP_MS };
      const parts = [written, held].map((all) => blockRows(columnsOf(all), DURATION_WIDTH));
      const placeOf = Int32Array.from([...Array.from({ length: ID_SHIFT }, () => -1), ...groupOf]);
      const durations = new DurationRows(6);
      const scan = new DurationScan();
      for (const part of parts) {
        scan.add({ rows: part, stepMs: STEP_MS, within }, { placeOf, durations, ...(isSeries ? { points } : {}) });
      }
      const expected = Array.from({ length: 6 }, () => new Histogram());
      for (const { time, id, bucket, count } of [...written, ...held]) {
        const point = isSeries ? Math.floor((time - 1) / 2) : 0;
        if (time < from || time >= to || groupOf[id]! < 0 || point < 0) continue;
        expected[groupOf[id]! + point]!.addBucket(bucket, count);
      }
      for (const [row, histogram] of expected.entries()) {
        assert.equal(durations.totalOf(row), histogram.total);
        assert.deepEqual(durations.quantilesOf(row, QS), histogram.quantiles(QS));
      }
    }),
    { numRuns: 300 },
  );
});
