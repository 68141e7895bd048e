import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MINUTE_MS } from "#kernel";
import { type CountSlice, type SliceMethod, sliceVerdict, Slices } from "./slices.ts";

const TIMESLICES: SliceMethod = { kind: "Timeslices", sliceMs: MINUTE_MS, sliceTargetPpm: 950_000 };
const RATIO: SliceMethod = { kind: "RatioTimeslices", sliceMs: MINUTE_MS };

test("a slice is good when its share of good requests reaches the slice target, exactly", () => {
  assert.deepEqual(sliceVerdict(TIMESLICES, 100, 5), { valid: 1, bad: 0 });
  assert.deepEqual(sliceVerdict(TIMESLICES, 100, 6), { valid: 1, bad: 1 });
  assert.deepEqual(sliceVerdict(TIMESLICES, 0, 0), { valid: 0, bad: 0 });
});

test("a ratio slice is as bad as its error ratio, in billionths, half to even", () => {
  assert.deepEqual(sliceVerdict(RATIO, 3, 1), { valid: 1, bad: 333_333_333 });
  assert.deepEqual(sliceVerdict(RATIO, 3, 2), { valid: 1, bad: 666_666_667 });
  // Exactly half a billionth: to the even neighbour, down and up.
  assert.equal(sliceVerdict(RATIO, 2_000_000_000, 1).bad, 0);
  assert.equal(sliceVerdict(RATIO, 2_000_000_000, 3).bad, 2);
  assert.deepEqual(sliceVerdict(RATIO, 0, 0), { valid: 0, bad: 0 });
});

test("slices add up to the verdicts of their requests, however these come in, and whenever they are closed", () => {
  const arrival = fc.record({
    slot: fc.integer({ min: 0, max: 29 }),
    row: fc.integer({ min: 0, max: 1 }),
    valid: fc.integer({ min: 1, max: 9 }),
    late: fc.integer({ min: 0, max: 12 }),
  });
  fc.assert(
    fc.property(
      fc.array(arrival, { maxLength: 40 }),
      fc.constantFrom(TIMESLICES, RATIO),
      fc.integer({ min: 0, max: 9 }),
      (arrivals, method, badOf) => {
        const slices = new Slices(method);
        const told = new Map<string, { valid: number; bad: number }>();
        const requests = new Map<string, { valid: number; bad: number }>();
        for (let now = 0; now < 60; now++) {
          for (const { slot, row, valid, late } of arrivals) {
            if (slot + late !== now) continue;
            const counts = { valid, bad: Math.min(valid, badOf) };
            slices.count(slot * 10_000, row, counts);
            addTo(requests, `${Math.floor(slot / 6) * MINUTE_MS}/${row}`, counts);
          }
          const tell: CountSlice = (start, row, delta) => addTo(told, `${start}/${row}`, delta);
          assert.equal([...slices.close(now * 10_000, tell)].length, 0);
        }
        assert.deepEqual(
          told,
          new Map([...requests].map(([key, { valid, bad }]) => [key, sliceVerdict(method, valid, bad)])),
        );
      },
    ),
  );
});

test("what is added while slices are told, of rows told already and of others, is told as well", () => {
  const slices = new Slices(TIMESLICES);
  const told = new Map<string, { valid: number; bad: number }>();
  const rows = 5000;
  for (let row = 0; row < rows; row++) slices.count(0, row, { valid: 1, bad: 0 });
  let yields = 0;
  for (const _ of slices.close(MINUTE_MS, (_start, row, delta) => addTo(told, `${row}`, delta))) {
    yields++;
    slices.count(0, 0, { valid: 1, bad: 1 });
    slices.count(0, rows + yields, { valid: 1, bad: 1 });
  }
  assert.ok(yields >= 4, `${yields} yields`);
  assert.equal(told.size, rows + yields);
  assert.deepEqual(told.get("0"), { valid: 1, bad: 1 });
});

test("a correction long after a slice was forgotten moves it from its old verdict to its new one", () => {
  const slices = new Slices(TIMESLICES);
  const told: unknown[] = [];
  const count = (start: number, row: number, delta: unknown): void => void told.push([start, row, delta]);
  slices.correct(70_000, 4, { before: { valid: 100, bad: 5 }, delta: { valid: 1, bad: 1 }, count });
  slices.correct(70_000, 4, { before: { valid: 101, bad: 6 }, delta: { valid: -101, bad: -6 }, count });
  assert.deepEqual(told, [
    [60_000, 4, { valid: 0, bad: 1 }],
    [60_000, 4, { valid: -1, bad: -1 }],
  ]);
});

function addTo(
  sums: Map<string, { valid: number; bad: number }>,
  key: string,
  { valid, bad }: { valid: number; bad: number },
): void {
  const sum = sums.get(key) ?? { valid: 0, bad: 0 };
  sums.set(key, { valid: sum.valid + valid, bad: sum.bad + bad });
}
