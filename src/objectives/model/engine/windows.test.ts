import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { judge } from "../judge.ts";
import type { BudgetingMethod, Objective, ObjectiveWindow } from "../objective.ts";
import { AVAILABILITY_999, type Cell, recordedOf, START } from "../recorded.testing.ts";
import { Engine } from "./engine.ts";
import { Instances } from "./instances.ts";
import { sliceVerdict } from "./slices.ts";
import { GRID_MS, objectiveWindowFrom } from "./windows.ts";

const WINDOWS: readonly ObjectiveWindow[] = [
  { kind: "rolling", lengthMs: 30 * DAY_MS },
  { kind: "rolling", lengthMs: 90 * MINUTE_MS },
  { kind: "calendar", calendar: { unit: "day", count: 1, zone: "Asia/Kathmandu", anchor: "2026-01-01T00:00" } },
  { kind: "calendar", calendar: { unit: "hour", count: 5, zone: "UTC", anchor: "2026-01-01T00:30:05" } },
  { kind: "calendar", calendar: { unit: "month", count: 1, zone: "Europe/Madrid", anchor: "2026-01-31T00:00" } },
];
const METHODS: readonly BudgetingMethod[] = [
  { kind: "Occurrences" },
  { kind: "Timeslices", sliceMs: 7 * MINUTE_MS, sliceTargetPpm: 800_000 },
  { kind: "RatioTimeslices", sliceMs: MINUTE_MS },
];
const OBJECTIVES: readonly Objective[] = WINDOWS.flatMap((window, i) =>
  METHODS.map((method, j) => ({ ...AVAILABILITY_999, name: `o${i}-${j}`, window, method })),
);
const SLOTS = (40 * DAY_MS) / GRID_MS;
/** Many slots near each other, so that slices and periods hold several. */
const slotNumber = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: SLOTS }));
const cells = fc.array(fc.tuple(slotNumber, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })), {
  maxLength: 60,
});

/** What a window that ends at `at` holds, from the definition: requests, or the slices that start in it and have ended. */
function expected(
  { window, method }: Objective,
  list: readonly (readonly [number, number, number])[],
  at: number,
): unknown {
  const from = objectiveWindowFrom(window, at);
  const sums = { valid: 0, bad: 0 };
  if (method === undefined || method.kind === "Occurrences") {
    for (const [slot, valid, bad] of list) {
      if (slot < from || slot >= at) continue;
      sums.valid += valid;
      sums.bad += bad;
    }
    return sums;
  }
  const slices = new Map<number, { valid: number; bad: number }>();
  for (const [slot, valid, bad] of list) {
    const start = Math.floor(slot / method.sliceMs) * method.sliceMs;
    if (start < from || start + method.sliceMs > at) continue;
    const slice = slices.get(start) ?? { valid: 0, bad: 0 };
    slices.set(start, { valid: slice.valid + valid, bad: slice.bad + bad });
  }
  for (const { valid, bad } of slices.values()) {
    const verdict = sliceVerdict(method, valid, bad);
    sums.valid += verdict.valid;
    sums.bad += verdict.bad;
  }
  return sums;
}

test("whatever the window and the method, an engine's budget is that of the definition, at any instant", () => {
  const stops = fc.array(slotNumber, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(cells, stops, (drawn, numbers) => {
      const list = drawn.map(([n, valid, bad]) => [START + n * GRID_MS, valid, Math.min(valid, bad)] as const);
      const engine = new Engine({
        instances: new Instances(OBJECTIVES.map((objective) => ({ objective, clients: new Int32Array(0) }))),
        startedAt: START,
        guard: false,
      });
      for (const [slot, valid, bad] of list) {
        for (let row = 0; row < OBJECTIVES.length; row++) engine.count(slot, row, { valid, bad });
      }
      for (const at of numbers.map((n) => START + (n + 1) * GRID_MS).toSorted((a, b) => a - b)) {
        engine.tick(at);
        OBJECTIVES.forEach((objective, row) => {
          const { period } = engine.policyOf(row);
          const found = { valid: engine.validOf(row, period), bad: engine.badOf(row, period) };
          assert.deepEqual(found, expected(objective, list, at), `${objective.name} at ${new Date(at).toISOString()}`);
        });
      }
    }),
    { numRuns: 60 },
  );
});

test("a period that ends between two slots ends with the slot that holds its end: the window is still that period then", () => {
  const calendar = { unit: "hour", count: 5, zone: "UTC", anchor: "2026-01-01T00:30:05" } as const;
  const objective = { ...AVAILABILITY_999, window: { kind: "calendar", calendar } as const };
  const boundary = Date.UTC(2026, 0, 1, 5, 30, 5);
  const last = boundary - 5_000;
  const around: Cell[] = [
    [last - GRID_MS, 0, 10, 1],
    [last, 0, 10, 1],
    [last + GRID_MS, 0, 10, 2],
  ];
  const judgedAt = (to: number): unknown => {
    const recorded = recordedOf([{ objective, clients: new Int32Array(0) }], around);
    const [result] = judge({ ...recorded, span: { from: recorded.span.from, to } }).objectives;
    assert.equal(result?.window.kind, "calendar");
    return [result.valid, result.bad, result.window.from, result.window.end];
  };
  const from = boundary - 5 * HOUR_MS;
  assert.deepEqual(judgedAt(last + GRID_MS), [20, 2, from + 5_000, boundary]);
  assert.deepEqual(judgedAt(last + 2 * GRID_MS), [10, 2, boundary + 5_000, boundary + 5 * HOUR_MS]);
});

test("corrections of any age end in the sums of an engine that had them in time, and take out what they put in", () => {
  const corrections = fc.array(fc.tuple(slotNumber, fc.integer({ min: -5, max: 5 })), { maxLength: 20 });
  fc.assert(
    fc.property(cells, corrections, (drawn, later) => {
      const rows = WINDOWS.map((window, i) => ({ ...AVAILABILITY_999, name: `o${i}`, window }));
      const build = (): Engine =>
        new Engine({
          instances: new Instances(rows.map((objective) => ({ objective, clients: new Int32Array(0) }))),
          startedAt: START,
          guard: false,
        });
      const [early, corrected] = [build(), build()];
      const countAll = (engine: Engine, list: readonly Cell[]): void => {
        for (const [slot, , valid, bad] of list) {
          rows.forEach((_, row) => engine.backfill(slot, row, { delta: { valid, bad } }));
        }
      };
      const first = drawn.map(([n, valid, bad]): Cell => [START + n * GRID_MS, 0, valid, Math.min(valid, bad)]);
      const second = later.map(([n, valid]): Cell => [START + n * GRID_MS, 0, valid, 0]);
      countAll(early, [...first, ...second]);
      countAll(corrected, first);
      const now = START + 20 * DAY_MS;
      corrected.tick(now - HOUR_MS);
      corrected.tick(now);
      countAll(corrected, second);
      for (const at of [now, now + 50 * MINUTE_MS, now + 2 * DAY_MS, now + 30 * DAY_MS]) {
        if (at > now) corrected.tick(at);
        early.tick(at);
        rows.forEach((_, row) => {
          const { period } = early.policyOf(row);
          assert.equal(corrected.validOf(row, period), early.validOf(row, period), `window ${row}`);
          assert.equal(corrected.badOf(row, period), early.badOf(row, period), `window ${row}`);
        });
      }
    }),
    { numRuns: 60 },
  );
});
