import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS, percentOfPpm, PPM } from "#kernel";
import type { Row } from "../counts/counts.testing.ts";
import { evaluated, planText, rowsOf, START } from "./evaluation.testing.ts";

const SLOT_MS = 10_000;
const VALID = 10_000;

interface Incident {
  readonly target?: string;
  readonly window?: string;
  /** Bad of 10,000 in each slot. */
  readonly bad: number;
  readonly forMs: number;
  readonly afterMs?: number;
}

/** Healthy for seven hours, bad for a while, healthy again: when the pair with this long window began and ended, s after the incident did. */
function heldAfter(
  { target = "99.9%", window = "30 days", bad, forMs, afterMs = 0 }: Incident,
  longMs: number,
): (number | null)[] {
  const incident = START + 7 * HOUR_MS;
  const rows = [
    ...rowsOf(START, (7 * HOUR_MS) / SLOT_MS, { valid: VALID }),
    ...rowsOf(incident, forMs / SLOT_MS, { valid: VALID, bad }),
    ...rowsOf(incident + forMs, afterMs / SLOT_MS, { valid: VALID }),
  ];
  const { alerts } = evaluated(planText(`{availability: ${target}}`, { more: { window } }), rows);
  const held = alerts.flatMap(({ pairs }) => pairs).filter((pair) => pair.longMs === longMs);
  return held.flatMap(({ from, to }) => [
    (from - incident) / 1_000,
    to === null ? null : (to - incident - forMs) / 1_000,
  ]);
}

test("guard off, 99.9 % over 30 d: an outage fires 1 h / 5 m at the first instant after 51.84 s, 15 % after 345.6 s, 1.43 % never", () => {
  assert.deepEqual(heldAfter({ bad: VALID, forMs: 10 * MINUTE_MS }, HOUR_MS), [60, null]);
  assert.deepEqual(heldAfter({ bad: 1500, forMs: 10 * MINUTE_MS }, HOUR_MS), [350, null]);
  assert.deepEqual(heldAfter({ bad: 143, forMs: 3 * HOUR_MS }, HOUR_MS), []);
  assert.deepEqual(heldAfter({ bad: 144, forMs: 3 * HOUR_MS }, HOUR_MS), [], "exactly the threshold does not fire");
  assert.deepEqual(heldAfter({ bad: 145, forMs: 3 * HOUR_MS }, HOUR_MS), [3580, null]);
});

test("guard off: 6 h / 30 m fires at the first instant after 129.6 s and 864 s", () => {
  assert.deepEqual(heldAfter({ bad: VALID, forMs: 10 * MINUTE_MS }, 6 * HOUR_MS), [130, null]);
  assert.deepEqual(heldAfter({ bad: 1500, forMs: 20 * MINUTE_MS }, 6 * HOUR_MS), [870, null]);
});

test("when the errors stop, 1 h / 5 m clears at the first instant from S · (1 − f·e/r) on", () => {
  for (const [bad, clearsAfterS] of [
    [VALID, 295.68],
    [1500, 271.2],
    [300, 156],
  ] as const) {
    const [, ended] = heldAfter({ bad, forMs: 45 * MINUTE_MS, afterMs: 10 * MINUTE_MS }, HOUR_MS);
    assert.equal(ended, Math.ceil(clearsAfterS / 10) * 10, `${bad}`);
  }
});

test("whatever target, period and error ratio: it fires at the first instant after L·f·e/r, and clears from S·(1 − f·e/r) on", () => {
  const cases = fc.record({
    budgetPpm: fc.constantFrom(500, 1_000, 2_500, 5_000, 10_000, 20_000),
    days: fc.constantFrom(7, 14, 28, 30, 90),
    bad: fc.integer({ min: 50, max: VALID }),
  });
  fc.assert(
    fc.property(cases, ({ budgetPpm, days, bad }) => {
      // f·e·L = 2 % of the budget of the whole period, as a time in which everything fails; in slots, exactly.
      const budgetSlots = (budgetPpm * 20_000 * days * DAY_MS) / (PPM * PPM * SLOT_MS);
      const slots = Math.floor((budgetSlots * VALID) / bad + 1e-9) + 1;
      const fires = slots <= HOUR_MS / SLOT_MS;
      const shortSlots = (5 * MINUTE_MS) / SLOT_MS;
      const clearSlots = Math.ceil(shortSlots * (1 - (budgetSlots * VALID) / (bad * 360)) - 1e-9);
      const forMs = 45 * MINUTE_MS;
      const incident: Incident = {
        target: percentOfPpm(PPM - budgetPpm),
        window: `${days} days`,
        bad,
        forMs,
        afterMs: 10 * MINUTE_MS,
      };
      const held = heldAfter(incident, HOUR_MS);
      const expected = fires && slots * SLOT_MS <= forMs ? [slots * 10, clearSlots * 10] : [];
      assert.deepEqual(held, expected);
    }),
    { numRuns: 25 },
  );
});

test("guard on, 1,000 requests a minute: an outage fires after about 60 s, 15 % errors after about 380 s", () => {
  const perSlot = [167, 167, 166, 167, 167, 166];
  const rows = (bad: (valid: number) => number): Row[] =>
    Array.from({ length: 8 * 360 }, (_, i) => {
      const valid = perSlot[i % 6] ?? 0;
      return [START + i * SLOT_MS, valid, i < 7 * 360 ? 0 : bad(valid)];
    });
  const firstAfter = (all: readonly Row[]): number => {
    const { alerts } = evaluated(planText(), all, { guard: true });
    const pairs = alerts.flatMap((alert) => alert.pairs);
    return ((pairs.find(({ longMs }) => longMs === HOUR_MS)?.from ?? 0) - START - 7 * HOUR_MS) / 1_000;
  };
  assert.equal(firstAfter(rows((valid) => valid)), 60);
  const after = firstAfter(rows(() => 25));
  assert(after >= 370 && after <= 390, `${after} s`);
});
