import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, MINUTE_MS } from "#kernel";
import { GRID_MS } from "./engine/windows.ts";
import { exclude } from "./exclude.ts";
import { judge } from "./judge.ts";
import type { Exclusion } from "./recorded.ts";
import { AVAILABILITY_999, type Cell, recordedOf, START, steady } from "./recorded.testing.ts";

const PER_CLIENT = { objective: { ...AVAILABILITY_999, perClient: true }, clients: Int32Array.of(1, 2) };
const OUTAGE = { from: START + 2 * HOUR_MS, to: START + 2 * HOUR_MS + 20 * MINUTE_MS };

function exclusion(interval: { from: number; to: number }, client?: number): Exclusion {
  return { ...interval, api: "orders", reason: "announced", ...(client === undefined ? {} : { client }) };
}

/** Both clients fail in the outage; the whole API's cells are the sums of theirs. */
function failing(): Cell[] {
  const rows = [1, 2].flatMap((row) => [
    ...steady(row, { from: START, to: OUTAGE.from }, { perSlot: 10, badShare: 0 }),
    ...steady(row, OUTAGE, { perSlot: 10, badShare: 1 }),
    ...steady(row, { from: OUTAGE.to, to: START + 4 * HOUR_MS }, { perSlot: 10, badShare: 0 }),
  ]);
  return [...rows, ...rows.map(([slot, , valid, bad]): Cell => [slot, 0, valid, bad])];
}

test("excluded time leaves both counts, fires nothing, and both figures are told", () => {
  const { objectives, alerts } = judge(recordedOf([PER_CLIENT], failing(), { exclusions: [exclusion(OUTAGE)] }));
  const [api] = objectives;
  const excluded = (2 * 10 * (OUTAGE.to - OUTAGE.from)) / GRID_MS;
  assert.equal(api?.bad, 0);
  assert.equal(api.valid, (2 * 10 * 4 * HOUR_MS) / GRID_MS - excluded);
  assert.equal(api.remaining, 1);
  assert.deepEqual([api.excluded?.valid, api.excluded?.bad], [excluded, excluded]);
  assert.equal(api.excluded?.remainingWithout, judge(recordedOf([PER_CLIENT], failing())).objectives[0]?.remaining);
  assert.deepEqual(alerts, []);
});

test("an exclusion for one client takes its requests out of the API's counts too, and leaves the others'", () => {
  const { objectives } = judge(recordedOf([PER_CLIENT], failing(), { exclusions: [exclusion(OUTAGE, 1)] }));
  const [api, first, second] = objectives;
  assert.equal(first?.bad, 0);
  assert.equal(second?.bad, (10 * (OUTAGE.to - OUTAGE.from)) / GRID_MS);
  assert.equal(second.excluded, undefined);
  assert.equal(api?.bad, second.bad);
});

test("whatever is excluded, nothing is lost, and the API stays the sum of its clients", () => {
  const cell = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom(1, 2), fc.integer({ min: 1, max: 9 }));
  const masks = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 9 }), fc.constantFrom(undefined, 1, 2)),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 40 }), masks, (drawn, mask) => {
      const clients = drawn.map(([n, row, valid]): Cell => [START + n * GRID_MS, row, valid, valid % 3]);
      const all = [...clients, ...clients.map(([slot, , valid, bad]): Cell => [slot, 0, valid, bad])];
      const exclusions = mask.map(([from, length, client]) =>
        exclusion({ from: START + from * GRID_MS, to: START + (from + length) * GRID_MS }, client),
      );
      const { kept, excluded } = exclude(recordedOf([PER_CLIENT], all, { exclusions }));
      for (const row of [0, 1, 2]) {
        assert.equal(validOf(kept, row) + validOf(excluded, row), sum(all.filter(([, r]) => r === row)));
      }
      assert.equal(validOf(kept, 0), validOf(kept, 1) + validOf(kept, 2));
      const out = clients.filter(([slot, row]) =>
        exclusions.some(({ from, to, client }) => from <= slot && slot < to && (client ?? row) === row),
      );
      assert.equal(validOf(excluded, 0), sum(out));
    }),
  );
});

function validOf({ rows, valid }: { rows: Int32Array; valid: Float64Array | Uint32Array }, row: number): number {
  return rows.reduce((total, other, i) => (other === row ? total + (valid[i] ?? 0) : total), 0);
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, [, , valid]) => total + valid, 0);
}
