import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import type { ObjectiveWindow } from "../objective.ts";
import { START } from "../recorded.testing.ts";
import { MemorySlotLists } from "./memory-slot-lists.ts";
import { WindowSums } from "./window-sums.ts";
import { GRID_MS, objectiveWindowFrom } from "./windows.ts";

/** Every step, a window of one slot, and a calendar. */
const WINDOWS: readonly ObjectiveWindow[] = [
  ...[GRID_MS, 5 * MINUTE_MS, 2 * HOUR_MS, DAY_MS, 5 * DAY_MS].map(
    (lengthMs) => ({ kind: "rolling", lengthMs }) as const,
  ),
  { kind: "calendar", calendar: { unit: "hour", count: 5, zone: "UTC", anchor: "2026-01-01T00:00" } },
];
const SLOTS = (6 * DAY_MS) / GRID_MS;

type Counted = readonly [slot: number, valid: number, bad: number];

/** `lists`: where closed lists are packed; unpacked in memory when absent. */
function newSums(lists?: MemorySlotLists): WindowSums {
  const deciders = WINDOWS.map(() => null);
  const options = { windows: WINDOWS, startedAt: START, watched: new Uint8Array(1), deciders };
  return new WindowSums(lists === undefined ? options : { ...options, lists });
}

function readings({ seen, left }: WindowSums): unknown {
  return left.map((column) => [(seen[0] ?? 0) - (column[0] ?? 0), (seen[1] ?? 0) - (column[1] ?? 0)]);
}

function expected(list: readonly Counted[], at: number): unknown {
  return WINDOWS.map((window) => {
    const from = objectiveWindowFrom(window, at);
    const inside = list.filter(([slot]) => slot >= from && slot < at);
    return [1, 2].map((part) => inside.reduce((sum, counted) => sum + (counted[part] ?? 0), 0));
  });
}

test("what is counted between ticks and between the slices of a tick, for any slot, is in the sums of that tick and of all later ones", () => {
  const counted = fc
    .tuple(
      fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: SLOTS })),
      fc.integer({ min: 1, max: 9 }),
    )
    .map(([slot, valid]): Counted => [START + slot * GRID_MS, valid, valid % 3]);
  const before = fc.array(counted, { minLength: 1, maxLength: 60, size: "max" });
  const between = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), counted), { maxLength: 20, size: "max" });
  const stops = fc.array(fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: SLOTS })), {
    minLength: 1,
    maxLength: 6,
    size: "max",
  });
  fc.assert(
    fc.property(before, between, fc.tuple(stops, fc.boolean()), (first, later, [drawn, packed]) => {
      const lists = new MemorySlotLists();
      const sums = newSums(packed ? lists : undefined);
      const list: Counted[] = [];
      const count = (one: Counted): void => {
        list.push(one);
        sums.count(one[0], 0, { valid: one[1], bad: one[2] });
      };
      first.forEach(count);
      let slice = 0;
      for (const stop of [...new Set(drawn), 2 * SLOTS].toSorted((a, b) => a - b)) {
        const at = START + stop * GRID_MS;
        const countLater = (): void => later.filter(([when]) => when === slice).forEach(([, one]) => count(one));
        for (const _ of sums.moveTo(at)) {
          countLater();
          slice++;
        }
        assert.deepEqual(readings(sums), expected(list, at), `at slot ${stop}`);
        countLater();
      }
      assert.equal(lists.size, 0, "a list that no window holds was not released");
    }),
  );
});

test("a count of any size is counted to the unit", () => {
  for (const sums of [newSums(), newSums(new MemorySlotLists())]) {
    const valid = 2 ** 45 + 1;
    sums.count(START, 0, { valid, bad: 3_000_000_000 });
    for (const _ of sums.moveTo(START + GRID_MS)) assert.ok(sums.head <= START + GRID_MS);
    assert.deepEqual([sums.seen[0], sums.seen[1]], [valid, 3_000_000_000]);
    for (const _ of sums.moveTo(START + HOUR_MS)) assert.ok(sums.head <= START + HOUR_MS);
    assert.deepEqual(readings(sums), expected([[START, valid, 3_000_000_000]], START + HOUR_MS));
  }
});
