import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS } from "#kernel";
import { nextDue } from "./due.ts";
import { advanced, NEW_STATE, type ProbeResult, type ProbeState } from "./probe-state.ts";

const RULES = { failures: 2, successes: 2, tlsDays: 14 };

function run(at: number, passed: boolean, certificateEndsAt: number | null = null): ProbeResult {
  const times = { totalUs: 1, lookupUs: 0, connectUs: 0, tlsUs: 0, waitUs: 0 };
  return {
    seq: at,
    at,
    passed,
    status: passed ? 200 : 503,
    ...times,
    certificateEndsAt,
    faults: passed ? [] : [`at ${at}`],
  };
}

function after(...runs: ProbeResult[]): ProbeState {
  return runs.reduce((state, one) => advanced(state, one, RULES), NEW_STATE);
}

test("a probe fires at the failure that is the second in a row, and is over at the second success in a row", () => {
  const outcomes = [false, true, false, false, false, true, false, true, true];
  const firedAt = outcomes.map(
    (_, index) => after(...outcomes.slice(0, index + 1).map((passed, at) => run(at, passed))).firedAt,
  );
  assert.deepEqual(firedAt, [null, null, null, 3, 3, 3, 3, 3, null]);
  assert.equal(after(run(0, false), run(1, false), run(2, false)).firedFor, "at 1");
});

test("a certificate is about to end from the run on that saw it within the days, until another one is seen", () => {
  const soon = 13 * DAY_MS;
  assert.equal(after(run(0, true, 14 * DAY_MS)).certificateSince, null);
  assert.equal(after(run(0, true, soon), run(5, true, soon)).certificateSince, 0);
  const away = after(run(0, true, soon), run(5, false));
  assert.deepEqual([away.certificateSince, away.certificateEndsAt], [0, soon]);
  assert.equal(after(run(0, true, soon), run(5, true, 90 * DAY_MS)).certificateSince, null);
  assert.equal(advanced(NEW_STATE, run(0, true, soon), { ...RULES, tlsDays: 0 }).certificateSince, null);
});

test("probes are due at instants of their own, as far apart as asked for, whenever one asks", () => {
  const now = Date.UTC(2026, 10, 28, 12);
  const first = nextDue("orders", 30_000, now);
  assert.ok(first > now && first <= now + 30_000);
  assert.equal(nextDue("orders", 30_000, first), first + 30_000);
  assert.equal(nextDue("orders", 30_000, first - 1), first);
  assert.notEqual(nextDue("payments", 30_000, now), first);
});
