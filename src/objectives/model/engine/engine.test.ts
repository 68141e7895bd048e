import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ceilTo, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, guardLeast } from "#kernel";
import { AlertBook } from "../alerts/alert-book.ts";
import type { Change } from "./change.ts";
import { Engine } from "./engine.ts";
import { Instances, type ObjectiveWithClients } from "./instances.ts";
import { DEFAULT_PAIRS } from "../alerts/pairs.ts";
import { AVAILABILITY_999, type Cell, cellsOf, START } from "../recorded.testing.ts";
import { type ObjectiveWindow, periodMsOf } from "../objective.ts";
import { walk } from "./walk.ts";
import { GRID_MS, objectiveWindowFrom, windowFrom } from "./windows.ts";

const NOBODY = new Int32Array(0);
/** Two objectives that share windows, but neither target nor period. */
const OBJECTIVES: readonly ObjectiveWithClients[] = [
  { objective: AVAILABILITY_999, clients: NOBODY },
  {
    objective: {
      ...AVAILABILITY_999,
      name: "b",
      targetPpm: 970_000,
      window: { kind: "rolling", lengthMs: 28 * DAY_MS },
    },
    clients: NOBODY,
  },
];
const SLOTS = (4 * DAY_MS) / GRID_MS;

/** A stretch of traffic of one row: so many slots from a slot on, every so many, with so many requests and bad ones. */
const stretch = fc.record({
  row: fc.integer({ min: 0, max: 1 }),
  // Near each other more often than not, so that what burns meets what does not.
  from: fc.oneof(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: SLOTS - 1 })),
  length: fc.integer({ min: 1, max: 900 }),
  every: fc.constantFrom(1, 2, 7, 45),
  valid: fc.integer({ min: 1, max: 40 }),
  bad: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
});
const history = fc
  .array(stretch, { minLength: 1, maxLength: 12 })
  .map((stretches): Cell[] =>
    stretches.flatMap(({ row, from, length, every, valid, bad }) =>
      Array.from({ length: Math.ceil(length / every) }, (_, i): Cell => [
        START + (from + i * every) * GRID_MS,
        row,
        valid,
        Math.min(valid, bad),
      ]),
    ),
  );

/** An engine that keeps what its ticks said. */
class Recording extends Engine {
  readonly changes: Change[] = [];
  ticks = 0;

  override tick(at: number): readonly Change[] {
    const changes = super.tick(at);
    this.changes.push(...changes);
    this.ticks++;
    return changes;
  }
}

function newEngine(guard = false, startedAt = START): Recording {
  return new Recording({ instances: new Instances(OBJECTIVES), startedAt, guard });
}

function walkOver(list: readonly Cell[], guard: boolean): Recording {
  const cells = cellsOf(list);
  const span = { from: cells.slots[0] as number, to: (cells.slots.at(-1) as number) + GRID_MS };
  const engine = newEngine(guard, span.from);
  walk({ engine, book: new AlertBook(engine, guard), cells, span, stepMs: 400 * DAY_MS, onStep: () => undefined });
  return engine;
}

test("the walk, which stops only where something can change, finds what recomputing each window at each grid instant finds", () => {
  fc.assert(
    fc.property(history, fc.boolean(), (list, guard) => {
      assert.deepEqual(walkOver(list, guard).changes, recomputed(list, guard));
    }),
    { numRuns: 25 },
  );
});

test("at any instant each window's sums are the counts in [from, to), whatever the steps between ticks", () => {
  const instants = fc.array(fc.integer({ min: 1, max: 40 * 8640 }), { minLength: 1, maxLength: 12 });
  const far = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 40 * 8640 - 1 }),
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 1, max: 9 }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(far, instants, (sparse, stops) => {
      const list = sparse.map(([slot, row, valid]): Cell => [START + slot * GRID_MS, row, valid, valid % 3]);
      const engine = newEngine();
      for (const [slot, row, valid, bad] of list) engine.count(slot, row, { valid, bad });
      for (const stop of stops.toSorted((a, b) => a - b)) {
        const at = START + stop * GRID_MS;
        engine.tick(at);
        for (const row of [0, 1]) {
          assert.deepEqual(readings(engine, row), bruteSums(list, engine.sums.windows, { row, at }));
        }
      }
    }),
  );
});

test("counts that come up to two minutes late end in the same sums as those in order", () => {
  const arrival = fc.record({
    slot: fc.integer({ min: 0, max: 1000 }),
    lateSlots: fc.integer({ min: 0, max: 12 }),
    valid: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(arrival, { minLength: 1, maxLength: 80 }), (arrivals) => {
      const engine = newEngine();
      const list = arrivals.map(({ slot, valid }): Cell => [START + slot * GRID_MS, slot % 2, valid, valid % 2]);
      for (let now = 0; now <= 1020; now++) {
        engine.tick(START + now * GRID_MS);
        arrivals.forEach(({ slot, lateSlots }, index) => {
          const [start, row, valid, bad] = list[index] as Cell;
          if (slot + lateSlots === now) assert.equal(engine.count(start, row, { valid, bad }), true);
        });
      }
      const at = engine.sums.head;
      for (const row of [0, 1]) {
        assert.deepEqual(readings(engine, row), bruteSums(list, engine.sums.windows, { row, at }));
      }
    }),
  );
});

test("what comes more than two minutes late is not counted, and the caller is told", () => {
  const engine = newEngine();
  engine.tick(START + HOUR_MS);
  assert.equal(engine.count(START + HOUR_MS - 2 * MINUTE_MS - 10 * SECOND_MS, 0, { valid: 1, bad: 0 }), false);
  assert.equal(engine.validOf(0, 0), 0);
  assert.equal(engine.count(START + HOUR_MS - 2 * MINUTE_MS, 0, { valid: 1, bad: 0 }), true);
  assert.equal(engine.validOf(0, 0), 1);
});

test("counting a slot in several parts changes nothing", () => {
  fc.assert(
    fc.property(history, (list) => {
      const parts = list.flatMap(([slot, row, valid, bad]): Cell[] => [
        [slot, row, bad, bad],
        [slot, row, valid - bad, 0],
      ]);
      assert.deepEqual(walkOver(parts, true).changes, walkOver(list, true).changes);
    }),
    { numRuns: 10 },
  );
});

test("twice the requests and twice the bad ones burn at the same instants", () => {
  fc.assert(
    fc.property(history, (list) => {
      const twice = list.map(([slot, row, valid, bad]): Cell => [slot, row, 2 * valid, 2 * bad]);
      const instants = (changes: readonly Change[]): unknown =>
        changes.map(({ at, row, rule, what }) => ({ at, row, rule, what }));
      assert.deepEqual(instants(walkOver(twice, false).changes), instants(walkOver(list, false).changes));
    }),
    { numRuns: 10 },
  );
});

test("eleven years without a request cost no more ticks than their windows have buckets", () => {
  const years = 11 * 365 * DAY_MS;
  const { ticks } = walkOver(
    [
      [START, 0, 10, 5],
      [START + years, 0, 10, 0],
    ],
    false,
  );
  assert.ok(ticks < 40, `${ticks} ticks`);
});

test("the slices of a tick add up to the tick", () => {
  const [whole, sliced] = [newEngine(), newEngine()];
  for (const engine of [whole, sliced]) {
    for (let i = 0; i < 9000; i++) engine.count(START + (i % 3) * GRID_MS, i % 2, { valid: 2, bad: 1 });
  }
  const slices = sliced.slices(START + HOUR_MS);
  let count = 1;
  let last = slices.next();
  for (; last.done !== true; last = slices.next()) count++;
  assert.deepEqual(last.value, whole.tick(START + HOUR_MS));
  assert.ok(count > 3);
});

function readings(engine: Engine, row: number): readonly (readonly number[])[] {
  return engine.sums.windows.map((_, window) => [engine.validOf(row, window), engine.badOf(row, window)]);
}

function bruteSums(
  list: readonly Cell[],
  windows: readonly ObjectiveWindow[],
  of: { row: number; at: number },
): readonly (readonly number[])[] {
  return windows.map((window) => {
    const from = objectiveWindowFrom(window, of.at);
    const inside = list.filter(([slot, row]) => row === of.row && slot >= from && slot < of.at);
    return [inside.reduce((sum, [, , valid]) => sum + valid, 0), inside.reduce((sum, [, , , bad]) => sum + bad, 0)];
  });
}

/** Each pair at each grid instant, from the formulas of the design and prefix sums over all slots. */
function recomputed(list: readonly Cell[], guard: boolean): Change[] {
  const first = Math.min(...list.map(([slot]) => slot));
  const end = Math.max(...list.map(([slot]) => slot)) + GRID_MS;
  const changes: Change[] = [];
  OBJECTIVES.forEach(({ objective }, row) => {
    const sums = prefixSums(list, row, { first, end });
    const pairs = DEFAULT_PAIRS.filter(
      (pair) => (pair.budgetPpm * periodMsOf(objective.window)) / pair.longMs >= 0.9e6,
    );
    pairs.forEach((pair, rule) => {
      const threshold =
        ((pair.budgetPpm / 1e6) * periodMsOf(objective.window) * (1 - objective.targetPpm / 1e6)) / pair.longMs;
      let held = false;
      for (let at = first + GRID_MS; at <= end; at += GRID_MS) {
        const long = sums(windowFrom(at, pair.longMs), at);
        const short = sums(windowFrom(at, pair.shortMs), at);
        const what = decided({ held, long, short, threshold, guard, partial: Math.min(1, (at - first) / pair.longMs) });
        if (what === null) continue;
        held = what === "begins";
        const shortRatio = short.valid === 0 ? 0 : short.bad / short.valid;
        changes.push({ at, row, rule, what, valid: long.valid, bad: long.bad, shortRatio });
      }
    });
  });
  const order = ({ at, row, rule }: Change): number => ((at - START) / GRID_MS) * 16 + row * 8 + rule;
  return changes.toSorted((a, b) => order(a) - order(b));
}

interface Sums {
  readonly valid: number;
  readonly bad: number;
}

interface Situation {
  readonly held: boolean;
  readonly long: Sums;
  readonly short: Sums;
  readonly threshold: number;
  readonly guard: boolean;
  /** Observed share of the long window. */
  readonly partial: number;
}

function decided({ held, long, short, threshold, guard, partial }: Situation): Change["what"] | null {
  if (long.valid === 0) return held ? "lapses" : null;
  if (short.valid === 0) return null;
  const burns = above(long, threshold) && above(short, threshold);
  if (held) return burns ? null : "ends";
  if (!burns || !above(long, threshold / partial)) return null;
  return guard && long.bad < Math.max(2, guardLeast(long.valid, threshold, 0.01)) ? null : "begins";
}

/** Small whole numbers: what differs by less than a billionth is equal. */
function above({ valid, bad }: Sums, ratio: number): boolean {
  return bad - valid * ratio > 1e-9 * valid;
}

function prefixSums(
  list: readonly Cell[],
  ofRow: number,
  { first, end }: { first: number; end: number },
): (from: number, to: number) => Sums {
  const slots = (end - first) / GRID_MS;
  const valid = new Float64Array(slots + 1);
  const bad = new Float64Array(slots + 1);
  for (const [slot, row, v, b] of list) {
    if (row !== ofRow) continue;
    const index = (slot - first) / GRID_MS + 1;
    valid[index] = (valid[index] as number) + v;
    bad[index] = (bad[index] as number) + b;
  }
  for (let i = 1; i <= slots; i++) {
    valid[i] = (valid[i] as number) + (valid[i - 1] as number);
    bad[i] = (bad[i] as number) + (bad[i - 1] as number);
  }
  const indexOf = (instant: number): number => Math.max(0, ceilTo(instant - first, GRID_MS) / GRID_MS);
  const between = (sums: Float64Array, from: number, to: number): number =>
    (sums[indexOf(to)] as number) - (sums[indexOf(from)] as number);
  return (from, to) => ({ valid: between(valid, from, to), bad: between(bad, from, to) });
}
