import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import type { Objective } from "../objective.ts";
import { AVAILABILITY_999, recordedOf, START, steady } from "../recorded.testing.ts";
import { RowHistory } from "./row-history.ts";
import { whatIfTable } from "./what-if-table.ts";

const ASKED = { guard: true, zone: "UTC" };

/** A day of 100 requests a slot, of which this share is bad for ten minutes at noon. */
function history(objective: Objective, badShare: number): RowHistory {
  const noon = START + DAY_MS / 2;
  const cells = [
    ...steady(0, { from: START, to: noon }, { perSlot: 100, badShare: 0 }),
    ...steady(0, { from: noon, to: noon + 10 * MINUTE_MS }, { perSlot: 100, badShare }),
    ...steady(0, { from: noon + 10 * MINUTE_MS, to: START + DAY_MS }, { perSlot: 100, badShare: 0 }),
  ];
  return new RowHistory(recordedOf([{ objective, clients: new Int32Array(0) }], cells), 0);
}

test("the usual targets and the supported one are tried, the present one stands beside them", () => {
  const { present, candidates, supportable, outages } = whatIfTable(history(AVAILABILITY_999, 0.5), ASKED);
  assert.equal(present.targetPpm, 999_000);
  // 3,000 bad of 864,000: 99.6528 % measured.
  assert.deepEqual(
    supportable.map(({ confidence, targetPpm }) => [confidence, targetPpm]),
    [
      [0.9, 996_445],
      [0.95, 996_421],
      [0.99, 996_377],
    ],
  );
  assert.deepEqual(
    candidates.map(({ targetPpm }) => targetPpm),
    [990_000, 995_000, 996_400, 999_500, 999_900],
  );
  assert.equal(outages, 1);
});

test("near means the neighbours of the present target and the supported one", () => {
  const { candidates } = whatIfTable(history(AVAILABILITY_999, 0.5), { ...ASKED, targetsPpm: "near" });
  assert.deepEqual(
    candidates.map(({ targetPpm }) => targetPpm),
    [995_000, 996_400, 999_500],
  );
});

test("with pairs of its own the present target is tried too, and targets that make a pair unreachable are left out with a remark", () => {
  const pairs = [{ urgency: "page", budgetPpm: 900_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS }] as const;
  const tried = whatIfTable(history(AVAILABILITY_999, 0.5), { ...ASKED, pairs });
  assert.deepEqual(tried.unreachablePpm, [990_000, 995_000, 996_400]);
  assert.deepEqual(
    tried.candidates.map(({ targetPpm }) => targetPpm),
    [999_000, 999_500, 999_900],
  );
  assert.deepEqual(tried.candidates[0]?.pairs, pairs);
  const asked = { ...ASKED, pairs, targetsPpm: [990_000] };
  assert.throws(
    () => whatIfTable(history(AVAILABILITY_999, 0.5), asked),
    (error) => error instanceof Refusal && error.code === "objective.pair-unreachable",
  );
});

test("slices that are bad in part support no target, as they are no trials", () => {
  const objective = { ...AVAILABILITY_999, method: { kind: "RatioTimeslices", sliceMs: MINUTE_MS } } as const;
  assert.deepEqual(whatIfTable(history(objective, 0.5), ASKED).supportable, []);
});
