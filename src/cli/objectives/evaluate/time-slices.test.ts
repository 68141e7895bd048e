import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { floorTo, HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import { csvOf, readText, type Row } from "../counts/counts.testing.ts";
import { evaluated, firstOf, planText, rowsOf, START } from "./evaluation.testing.ts";

const SLOT_MS = 10_000;

/** What slices of these rows count as, straight from the definition. */
function slicesByHand(
  rows: readonly Row[],
  [from, to]: readonly [number, number],
  sliceMs: number,
): [number, number][] {
  const slices = new Map<number, [number, number]>();
  for (const [at, valid, bad] of rows) {
    const start = floorTo(at, sliceMs);
    if (start < from || start + sliceMs > to) continue;
    const [sumValid, sumBad] = slices.get(start) ?? [0, 0];
    slices.set(start, [sumValid + valid, sumBad + bad]);
  }
  return [...slices.values()].filter(([valid]) => valid > 0);
}

test("time slices, whole and by ratio, are what the definition says, on any counts with any gaps", () => {
  const slot = fc
    .tuple(fc.boolean(), fc.nat(9), fc.nat(9))
    .map(([there, a, b]) => ({ there, valid: Math.max(a, b), bad: Math.min(a, b) }));
  const history = fc.array(slot, { minLength: 20, maxLength: 500, size: "max" });
  fc.assert(
    fc.property(history, fc.constantFrom(10, 30, 60, 420), fc.nat(40), (slots, sliceS, offset) => {
      const first = START + offset * SLOT_MS;
      const rows = slots.flatMap(({ there, valid, bad }, i): Row[] =>
        there || i < 2 ? [[first + i * SLOT_MS, valid, bad]] : [],
      );
      if (isRegular(rows)) return;
      const to = (rows.at(-1)?.[0] ?? 0) + SLOT_MS;
      const byHand = slicesByHand(rows, [to - HOUR_MS, to], sliceS * 1000);
      const method = (name: string): string =>
        planText("{availability: 90%}", { more: { window: "1 hour", method: name } });
      const whole = firstOf(evaluated(method(`timeslices of ${sliceS}s good at 60%`), rows));
      assert.deepEqual(
        [whole.valid, whole.bad],
        [byHand.length, byHand.filter(([valid, bad]) => (valid - bad) * 10 < valid * 6).length],
      );
      const ratio = firstOf(evaluated(method(`ratio timeslices of ${sliceS}s`), rows));
      const sum = byHand.reduce((total, [valid, bad]) => total + bad / valid, 0);
      assert.equal(ratio.valid, byHand.length);
      assert(Math.abs(ratio.bad - sum) <= byHand.length * 0.5e-9 + 1e-12, `${ratio.bad} and ${sum}`);
      assert.equal(
        whole.requests?.valid,
        byHand.reduce((total, [valid]) => total + valid, 0),
      );
    }),
    { numRuns: 60 },
  );
});

/** Gaps that all look alike at the end of a file are refused as slots of another length. */
function isRegular(rows: readonly Row[]): boolean {
  try {
    readText(csvOf(rows));
    return false;
  } catch (error) {
    assert(error instanceof Refusal);
    return true;
  }
}

test("the guard asks about requests, so an alert over slices names no least number of bad ones", () => {
  const rows = rowsOf(START, 720, { valid: 100, bad: 50 });
  const k = (more: Readonly<Record<string, string>>): (number | undefined)[] =>
    evaluated(planText(undefined, { more }), rows, { guard: true }).alerts.map(({ explanation }) => explanation.k);
  assert.deepEqual(new Set(k({ method: "ratio timeslices of 1m" })), new Set([0]));
  assert.deepEqual(new Set(k({ method: "timeslices of 1m good at 95%" })), new Set([0]));
  assert((k({})[0] ?? 0) > 0);
});

test("slots that lie in two time slices are refused, with what to do", () => {
  const sliced = planText("{availability: 99%}", { more: { method: "timeslices of 1m good at 95%" } });
  const coarse = rowsOf(START, 10, { slotMs: 5 * MINUTE_MS, valid: 1 });
  assert.throws(() => evaluated(sliced, coarse), /slots of the counts \(5 min\) do not fit into the time slices/);
  const askew = rowsOf(START + SLOT_MS, 10, { slotMs: 30_000, valid: 1 });
  assert.throws(() => evaluated(sliced, askew), /must not lie in two slices/);
});

test("what would be left without an exclusion is what is left without it, in requests and in slices", () => {
  const methods = ["occurrences", "timeslices of 1m good at 95%", "ratio timeslices of 5m"];
  const bad = fc.array(fc.nat(20), { minLength: 100, maxLength: 300 });
  fc.assert(
    fc.property(bad, fc.constantFrom(...methods), fc.nat(15), (counts, method, minute) => {
      const rows = counts.map((one, i): Row => [START + i * SLOT_MS, 100, one]);
      const from = `2026-01-05T00:${String(minute).padStart(2, "0")}:30`;
      const more = { method, maintenance: `[{from: ${from}, to: 2026-01-05T00:16:20}]` };
      const result = firstOf(evaluated(planText("{availability: 90%}", { more }), rows));
      const whole = firstOf(evaluated(planText("{availability: 90%}", { more: { method } }), rows));
      assert.equal(result.excluded?.remainingWithout, whole.remaining);
    }),
    { numRuns: 40 },
  );
});
