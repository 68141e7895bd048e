import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ceilTo, DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { Coverage } from "../engine/coverage.ts";
import { judge } from "../judge.ts";
import type { BudgetingMethod, ObjectiveWindow } from "../objective.ts";
import { AVAILABILITY_999, type Cell, recordedOf, START, steady } from "../recorded.testing.ts";
import type { ObjectiveResult } from "../results.ts";
import { GRID_MS } from "../engine/windows.ts";
import { forecastOf, type ForecastTerms } from "./forecast.ts";
import { PastCounts } from "./past-counts.ts";

const NOBODY = new Int32Array(0);
const NOW = START + 40 * DAY_MS;
const MONTH = 30 * DAY_MS;
const ROLLING: ObjectiveWindow = { kind: "rolling", lengthMs: MONTH };

/** So many valid and bad in each hour of an interval, ascending. */
function hours(
  [from, to]: readonly [number, number],
  valid: number,
  bad: number,
): { start: number; valid: number; bad: number }[] {
  return Array.from({ length: (to - from) / HOUR_MS }, (_, hour) => ({ start: from + hour * HOUR_MS, valid, bad }));
}

function dayPace(valid: number, bad: number): ForecastTerms["pace"] {
  return { paceMs: DAY_MS, watchedMs: DAY_MS, valid, bad };
}

/** A month of 1,000 requests an hour, one day before the end of which it began to fail: 720 failures are allowed. */
const MONTH_TERMS: ForecastTerms = {
  targetPpm: 999_000,
  at: NOW,
  period: { kind: "rolling", lengthMs: MONTH, observedMs: MONTH },
  past: [...hours([NOW - MONTH, NOW - DAY_MS], 1000, 0), ...hours([NOW - DAY_MS, NOW], 1000, 10)],
  pace: dayPace(24_000, 240),
};

test("the manual's example: 240 of 720 allowed failures in a day, so the budget is gone two days later", () => {
  const { goneAt, goneAtRollOff, paceBurnRate } = forecastOf(MONTH_TERMS);
  assert.equal(goneAt, NOW + 2 * DAY_MS);
  assert.equal(goneAtRollOff, NOW + 2 * DAY_MS);
  assert.equal(paceBurnRate, 10);
});

test("a pace of 1 that began a day ago uses up the budget as the last day without failures leaves the window", () => {
  const past = [...hours([NOW - MONTH, NOW - DAY_MS], 1000, 0), ...hours([NOW - DAY_MS, NOW], 1000, 1)];
  const { goneAt, goneAtRollOff } = forecastOf({ ...MONTH_TERMS, past, pace: dayPace(24_000, 24) });
  assert.equal(goneAt, NOW + 29 * DAY_MS);
  // With the whole window at exactly that pace the budget is used to the last request.
  assert.equal(goneAtRollOff, NOW + 29 * DAY_MS);
});

test("the manual's example: at 23 failures a day no window ever holds 720", () => {
  const past = [
    ...hours([NOW - MONTH, NOW - DAY_MS], 1000, 0),
    ...hours([NOW - DAY_MS, NOW - HOUR_MS], 1000, 1),
    ...hours([NOW - HOUR_MS, NOW], 1000, 0),
  ];
  const { goneAt, goneAtRollOff } = forecastOf({ ...MONTH_TERMS, past, pace: dayPace(24_000, 23) });
  assert.deepEqual([goneAt, goneAtRollOff], [null, null]);
});

test("old failures that leave the window in time make a budget last that would be gone if nothing were forgotten", () => {
  const past = [...hours([NOW - MONTH, NOW - 29 * DAY_MS], 1000, 29), ...hours([NOW - 29 * DAY_MS, NOW], 1000, 0)];
  const { goneAt, goneAtRollOff } = forecastOf({ ...MONTH_TERMS, past, pace: dayPace(24_000, 12) });
  assert.equal(goneAt, NOW + 2 * DAY_MS);
  assert.equal(goneAtRollOff, null);
});

test("nothing bad in the pace uses up nothing; a budget that is gone already is gone now; no traffic has no budget", () => {
  assert.equal(forecastOf({ ...MONTH_TERMS, pace: dayPace(24_000, 0) }).goneAt, null);
  const past = hours([NOW - MONTH, NOW], 1000, 1);
  assert.deepEqual(
    [forecastOf({ ...MONTH_TERMS, past }).goneAt, forecastOf({ ...MONTH_TERMS, past }).goneAtRollOff],
    [NOW, NOW],
  );
  const silent = forecastOf({ ...MONTH_TERMS, past: [], pace: dayPace(0, 0) });
  assert.deepEqual([silent.goneAt, silent.goneAtRollOff, silent.paceBurnRate], [null, null, 0]);
});

test("the budget of a calendar period is that of all its projected requests, and must be gone before it ends", () => {
  const end = NOW + 20 * DAY_MS;
  const past = hours([NOW - 10 * DAY_MS, NOW], 1000, 1);
  // 240 bad; the month will have 720,000 requests at 24,000 a day, so 720 may fail: 480 are left.
  const terms = (bad: number): ForecastTerms => ({
    ...MONTH_TERMS,
    period: { kind: "calendar", end },
    past,
    pace: dayPace(24_000, bad),
  });
  assert.equal(forecastOf(terms(48)).goneAt, NOW + 10 * DAY_MS);
  assert.equal(forecastOf(terms(24)).goneAt, null);
  assert.equal(forecastOf(terms(48)).goneAtRollOff, null);
});

const bucket = fc.record({
  hour: fc.integer({ min: -200, max: -1 }),
  valid: fc.integer({ min: 1, max: 500 }),
  bad: fc.integer({ min: 0, max: 5 }),
});

test("both instants are the first of their kind by brute force", () => {
  const lengthMs = 7 * DAY_MS;
  fc.assert(
    fc.property(
      fc.uniqueArray(bucket, { minLength: 1, maxLength: 60, size: "max", selector: ({ hour }) => hour }),
      fc.record({ valid: fc.integer({ min: 0, max: 5000 }), bad: fc.integer({ min: 0, max: 60 }) }),
      fc.integer({ min: 1, max: 168 }),
      (list, sums, observedHours) => {
        const past = list
          .filter(({ hour }) => hour >= -observedHours)
          .map(({ hour, valid, bad }) => ({ start: NOW + hour * HOUR_MS, valid, bad }))
          .toSorted((a, b) => a.start - b.start);
        const observedMs = observedHours * HOUR_MS;
        const pace = { paceMs: DAY_MS, watchedMs: DAY_MS, ...sums };
        const terms: ForecastTerms = {
          targetPpm: 990_000,
          at: NOW,
          period: { kind: "rolling", lengthMs, observedMs },
          past,
          pace,
        };
        const found = forecastOf(terms);
        const at = (hour: number, forget: boolean): boolean => {
          const then = NOW + hour * HOUR_MS;
          const kept = past.filter(({ start }) => !forget || start >= then - lengthMs);
          const valid = kept.reduce((sum, one) => sum + one.valid, 0) + (forget ? (sums.valid * hour) / 24 : 0);
          const bad = kept.reduce((sum, one) => sum + one.bad, 0) + (sums.bad * hour) / 24;
          const whole = lengthMs / Math.min(lengthMs, observedMs + (forget ? hour * HOUR_MS : 0));
          return valid > 0 && bad * 100 - valid * whole >= -1e-6;
        };
        const first = (forget: boolean): number =>
          Array.from({ length: 169 }, (_, hour) => hour).find((hour) => at(hour, forget)) ?? -1;
        const rolled = first(true);
        assert.equal(found.goneAtRollOff, rolled < 0 ? null : NOW + rolled * HOUR_MS);
        const simple = first(false);
        const expected = simple < 0 || simple > 167 ? null : NOW + simple * HOUR_MS;
        const gone = found.goneAt === null ? null : ceilTo(found.goneAt, HOUR_MS);
        assert.equal(gone === NOW + lengthMs ? null : gone, expected);
      },
    ),
  );
});

function judged(window: ObjectiveWindow, cells: readonly Cell[], method?: BudgetingMethod): ObjectiveResult {
  const objective = { ...AVAILABILITY_999, window, ...(method === undefined ? {} : { method }) };
  const [result] = judge(recordedOf([{ objective, clients: NOBODY }], cells)).objectives;
  assert.ok(result);
  return result;
}

test("while less than a day was observed, the pace is that of what was, and the budget that of the whole window", () => {
  const { forecast, period } = judged(
    ROLLING,
    steady(0, { from: START, to: START + 6 * HOUR_MS }, { perSlot: 1000, badShare: 0.002 }),
  );
  // Twice the allowed pace from the first request on: gone after half of the window.
  assert.deepEqual(forecast, {
    paceMs: 6 * HOUR_MS,
    paceBurnRate: 2,
    goneAt: START + 15 * DAY_MS,
    goneAtRollOff: START + 15 * DAY_MS,
  });
  assert.equal(period, undefined);
});

test("a slice that is not over is neither in the past nor in the pace of a forecast", () => {
  const method = { kind: "Timeslices", sliceMs: 60_000, sliceTargetPpm: 500_000 } as const;
  const cells: Cell[] = [
    [START, 0, 10, 0],
    [START + 60_000, 0, 10, 10],
    [START + 120_000, 0, 10, 10],
  ];
  const over = (to: number): unknown => {
    const past = new PastCounts(
      recordedOf([], cells).cells,
      new Map([[0, { from: START, to, bucketMs: GRID_MS, paceFrom: START + 60_000, method }]]),
    ).of(0);
    return [past.buckets.map(({ start, bad }) => [start - START, bad]), past.pace];
  };
  const two = [
    [0, 0],
    [60_000, 1],
  ];
  assert.deepEqual(over(START + 170_000), [two, { valid: 1, bad: 1 }]);
  assert.deepEqual(over(START + 180_000), [[...two, [120_000, 1]], { valid: 2, bad: 2 }]);
});

test("slices are forecast in slices", () => {
  const method = { kind: "Timeslices", sliceMs: 60_000, sliceTargetPpm: 500_000 } as const;
  const cells: Cell[] = [];
  for (let minute = 0; minute < 2 * 1440; minute++) {
    cells.push([START + minute * 60_000, 0, 10, minute % 500 === 0 ? 10 : 0]);
  }
  cells.push([START + 2 * DAY_MS - GRID_MS, 0, 10, 0]);
  const { forecast, bad, valid } = judged(ROLLING, cells, method);
  assert.deepEqual([valid, bad], [2880, 6]);
  // 43.2 bad minutes are allowed, 6 are used, 3 come in a day.
  assert.equal(forecast?.goneAt, ceilTo(START + 2 * DAY_MS + ((43.2 - 6) / 3) * DAY_MS, GRID_MS));
});

test("in the middle of a calendar month: what is over of it, what is consumed so far, and of the projected month", () => {
  const month: ObjectiveWindow = {
    kind: "calendar",
    calendar: { unit: "month", count: 1, zone: "UTC", anchor: "2026-01-01T00:00" },
  };
  const cells = steady(0, { from: START, to: START + 10 * DAY_MS }, { perSlot: 1000, badShare: 0.001 });
  const { period, forecast } = judged(month, cells);
  assert.equal(period?.elapsed, 10 / 31);
  assert.equal(period?.consumed, 1);
  assert.equal(period?.consumedOfPeriod, 10 / 31);
  assert.deepEqual(forecast, { paceMs: DAY_MS, paceBurnRate: 1, goneAt: null, goneAtRollOff: null });
});

test("without traffic, or while less than nine tenths was watched, there is no forecast", () => {
  const span = { from: START, to: START + HOUR_MS };
  const silent = judge(recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], [], { span }));
  assert.equal(silent.objectives[0]?.forecast, undefined);
  const cells = steady(0, span, { perSlot: 1000, badShare: 0.001 });
  for (const [minutes, known] of [
    [53, false],
    [54, true],
  ] as const) {
    const coverage = new Coverage();
    coverage.mark({ from: span.from, to: span.from + MINUTE_MS });
    coverage.mark({ from: span.to - (minutes - 1) * MINUTE_MS, to: span.to });
    const watched = { coverage: new Map([["orders", coverage]]) };
    const { objectives } = judge(recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], cells, watched));
    assert.equal(objectives[0]?.forecast !== undefined, known);
  }
});
