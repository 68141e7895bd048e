import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from "#kernel";
import type { Objective } from "../objective.ts";
import { AVAILABILITY_999, START } from "../recorded.testing.ts";
import { Engine } from "./engine.ts";
import { Instances } from "./instances.ts";
import { GRID_MS } from "./windows.ts";

const NOBODY = new Int32Array(0);
const SLICE_MS = 5 * MINUTE_MS;
/** Every way to count: requests and slices, rolling and by the calendar. */
const OBJECTIVES: readonly Objective[] = [
  AVAILABILITY_999,
  { ...AVAILABILITY_999, name: "b", method: { kind: "Timeslices", sliceMs: SLICE_MS, sliceTargetPpm: 800_000 } },
  { ...AVAILABILITY_999, name: "c", method: { kind: "RatioTimeslices", sliceMs: SLICE_MS } },
  {
    ...AVAILABILITY_999,
    name: "d",
    window: {
      kind: "calendar",
      calendar: { unit: "day", count: 1, zone: "Asia/Kathmandu", anchor: "2026-01-01T00:00" },
    },
  },
];
const ROWS = OBJECTIVES.length;
/** Three days and a bit: every level of the window sums has something to hand down. */
const SLOTS = (3 * DAY_MS + 5 * HOUR_MS) / GRID_MS;

/** At first there is a tick every half minute, so that slices are corrected while they are open. */
const OFTEN = Array.from({ length: 100 }, (_, i) => 3 * (i + 1));

function newEngine(): Engine {
  const instances = new Instances(OBJECTIVES.map((objective) => ({ objective, clients: NOBODY })));
  return new Engine({ instances, startedAt: START, guard: false });
}

interface Requests {
  readonly valid: number;
  readonly bad: number;
}

/** Requests of a slot, and how many slots after its end they come. */
interface Arrival extends Requests {
  readonly slot: number;
  readonly late: number;
}

const arrival: fc.Arbitrary<Arrival> = fc
  .record({
    slot: fc.oneof(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: SLOTS - 1 })),
    late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: SLOTS })),
    valid: fc.integer({ min: 1, max: 9 }),
    bad: fc.integer({ min: 0, max: 9 }),
  })
  .map((one) => ({ ...one, bad: Math.min(one.valid, one.bad) }));
const arrivals = fc.array(arrival, { minLength: 1, maxLength: 60, size: "max" });

/** An engine, and what each slice had until now, as the store of counts knows it. */
class Fed {
  readonly engine = newEngine();
  /** How many counts were refused, and corrected. */
  late = 0;
  /** Each change that a tick told: its date, and the tick. */
  readonly dated: [told: number, tick: number][] = [];
  readonly #slices = new Map<string, Requests>();

  /** Counts for every row; what is refused comes as backfill. */
  count(slot: number, counts: Requests): void {
    for (let row = 0; row < ROWS; row++) {
      const accepted = this.engine.count(START + slot * GRID_MS, row, counts);
      if (accepted) this.#note(slot, row, counts);
      else this.correct(slot, row, counts);
    }
  }

  correct(slot: number, row: number, delta: Requests): void {
    this.late++;
    this.engine.backfill(START + slot * GRID_MS, row, { delta, before: this.#before(slot, row) });
    this.#note(slot, row, delta);
  }

  tick(at: number): void {
    for (const change of this.engine.tick(at)) this.dated.push([change.at, at]);
  }

  #before(slot: number, row: number): Requests {
    return this.#slices.get(keyOf(slot, row)) ?? { valid: 0, bad: 0 };
  }

  #note(slot: number, row: number, { valid, bad }: Requests): void {
    const before = this.#before(slot, row);
    this.#slices.set(keyOf(slot, row), { valid: before.valid + valid, bad: before.bad + bad });
  }
}

function keyOf(slot: number, row: number): string {
  return `${row}/${floorTo(START + slot * GRID_MS, SLICE_MS)}`;
}

/** An engine that was given each arrival when it came: what is on time before the tick at its slot's end. */
function run(list: readonly Arrival[], lateOf: (arrival: Arrival) => number): Fed {
  const fed = new Fed();
  const come = list.map((one) => ({ ...one, at: one.slot + 1 + lateOf(one) }));
  const stops = [...new Set([...OFTEN, ...come.map(({ at }) => at), 2 * SLOTS])].toSorted((a, b) => a - b);
  for (const stop of stops) {
    for (const { slot, valid, bad, at } of come) if (at === stop) fed.count(slot, { valid, bad });
    fed.tick(START + stop * GRID_MS);
  }
  return fed;
}

const inTime = (): number => 0;
const asItCame = ({ late }: Arrival): number => late;

function readings(engine: Engine): unknown {
  return OBJECTIVES.map((_, row) =>
    engine.sums.windows.map((window, index) => [window, engine.validOf(row, index), engine.badOf(row, index)]),
  );
}

test("late records, corrected by backfill, end in the sums of an engine that had them in time; no change is dated in the past", () => {
  let late = 0;
  fc.assert(
    fc.property(arrivals, (list) => {
      const corrected = run(list, asItCame);
      late += corrected.late;
      assert.deepEqual(readings(corrected.engine), readings(run(list, inTime).engine));
      for (const [told, tick] of corrected.dated) assert.equal(told, tick);
    }),
  );
  assert.ok(late > 1000, `${late} corrections`);
});

test("what comes more than two minutes behind the last tick is refused, and nothing was counted, whatever the method", () => {
  fc.assert(
    fc.property(fc.integer({ min: 13, max: SLOTS }), fc.integer({ min: 1, max: SLOTS }), (behind, now) => {
      const engine = newEngine();
      const untouched = newEngine();
      const head = START + (now + SLOTS) * GRID_MS;
      for (const one of [engine, untouched]) one.tick(head);
      const slot = head - behind * GRID_MS;
      for (let row = 0; row < ROWS; row++) assert.equal(engine.count(slot, row, { valid: 3, bad: 2 }), false);
      for (const one of [engine, untouched]) one.tick(head + HOUR_MS);
      assert.deepEqual(readings(engine), readings(untouched));
      assert.equal(engine.count(head + HOUR_MS - 12 * GRID_MS, 0, { valid: 1, bad: 0 }), true);
    }),
  );
});

test("a correction that takes out what was counted leaves nothing", () => {
  fc.assert(
    fc.property(arrivals, (list) => {
      const fed = run(list, asItCame);
      for (const { slot, valid, bad } of list) {
        for (let row = 0; row < ROWS; row++) fed.correct(slot, row, { valid: -valid, bad: -bad });
      }
      const { engine } = fed;
      engine.tick(engine.sums.head + GRID_MS);
      assert.deepEqual(readings(engine), readings(run([], inTime).engine));
    }),
    { numRuns: 50 },
  );
});

test("a slice that is corrected while it is still open, and then goes on, counts all of its requests once", () => {
  const list = [
    { slot: 0, late: 0, valid: 1, bad: 0 },
    { slot: 14, late: 0, valid: 1, bad: 0 },
    { slot: 0, late: 16, valid: 9, bad: 9 },
    { slot: 20, late: 0, valid: 9, bad: 0 },
  ];
  assert.deepEqual(readings(run(list, asItCame).engine), readings(run(list, inTime).engine));
});
