import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { Coverage } from "./coverage.ts";
import { AssumedCoverage } from "./assumed-coverage.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

test("records of the past cover what they tell of, and gaps of up to an hour between them", () => {
  const coverage = new AssumedCoverage(new Coverage());
  coverage.ran(NOON, NOON + MINUTE_MS);
  coverage.toldOf(NOON - 5 * HOUR_MS);
  coverage.toldOf(NOON - 4 * HOUR_MS);
  assert.equal(coverage.marks.coveredMs({ from: 0, to: NOON }), HOUR_MS + 10_000);
  coverage.toldOf(NOON - 30 * MINUTE_MS);
  assert.equal(coverage.marks.coveredMs({ from: NOON - HOUR_MS, to: NOON }), 30 * MINUTE_MS);
  assert.equal(coverage.marks.startedAt, NOON - 5 * HOUR_MS);
});

test("a slot that is covered already changes nothing, in whatever order they come", () => {
  const coverage = new AssumedCoverage(new Coverage());
  for (const minutes of [30, 10, 50, 20, 10]) coverage.toldOf(NOON + minutes * MINUTE_MS);
  assert.equal(coverage.marks.coveredMs({ from: 0, to: NOON + HOUR_MS }), 40 * MINUTE_MS + 10_000);
});
