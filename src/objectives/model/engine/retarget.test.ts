import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR_MS, MINUTE_MS, Refusal } from "#kernel";
import { AlertBook } from "../alerts/alert-book.ts";
import type { AlertPair } from "../alerts/pair.ts";
import type { Objective } from "../objective.ts";
import { AVAILABILITY_999, START } from "../recorded.testing.ts";
import { Engine } from "./engine.ts";
import { Instances } from "./instances.ts";
import { GRID_MS } from "./windows.ts";

/** Four days known by a slot in ten minutes, so that all windows are full; then two hours of which each slot is looked at. */
const COARSE = 4 * 144;
const LOOKED = (2 * HOUR_MS) / GRID_MS;
const SINCE = START + COARSE * 10 * MINUTE_MS;
interface Booked {
  readonly engine: Engine;
  readonly book: AlertBook;
}

function byLength(a: number | undefined, b: number | undefined): number {
  return (a ?? 0) - (b ?? 0);
}

const PAIRS: readonly AlertPair[] = [
  { urgency: "page", factorPpm: 14_400_000, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS },
];

function engineOf(objective: Objective): Engine {
  const instances = new Instances([{ objective, clients: new Int32Array(0) }]);
  return new Engine({ instances, startedAt: START, guard: false });
}

/** What is bad of 100 requests, from a slot on for so long. */
const stretch = fc.record({
  from: fc.integer({ min: 0, max: LOOKED }),
  length: fc.integer({ min: 1, max: 400 }),
  bad: fc.integer({ min: 0, max: 100 }),
});
const stretches = fc.array(stretch, { minLength: 1, maxLength: 6, size: "max" });
/** At some of these the first pairs cannot be reached. */
const target = fc.constantFrom(500_000, 850_000, 920_000, 980_000, 999_000, 999_900);

/** An engine with four days behind it, of which the last so many hours had this many bad of 100. */
function grown(targetPpm: number, { hours, bad }: { hours: number; bad: number }): Booked {
  const engine = engineOf({ ...AVAILABILITY_999, targetPpm });
  const book = new AlertBook(engine, false);
  for (let i = 0; i < COARSE; i++) {
    engine.count(START + i * 10 * MINUTE_MS, 0, { valid: 100, bad: i >= COARSE - 6 * hours ? bad : 0 });
  }
  return { engine, book };
}

/** The long windows of the pairs that hold, by the engine and by the alert that fires for them. */
function heldBy({ engine, book }: Booked): unknown {
  const { rules } = engine.policyOf(0);
  const held = rules.flatMap(({ pair }, rule) => (engine.holds(0, rule) ? [pair.longMs] : []));
  const told = (["page", "ticket"] as const).flatMap((urgency) => book.findFiring(0, urgency)?.held ?? []);
  return [held, told.filter(({ to }) => to === null).map(({ rule }) => rules[rule]?.pair.longMs)].map((list) =>
    list.toSorted(byLength),
  );
}

function step({ engine, book }: Booked, slot: number, bad: number): unknown {
  engine.count(SINCE + slot * GRID_MS, 0, { valid: 100, bad });
  const at = SINCE + (slot + 1) * GRID_MS;
  const changes = engine.tick(at);
  book.apply(at, changes);
  return changes.map(({ rule, ...change }) => ({ ...change, longMs: engine.policyOf(0).rules[rule]?.pair.longMs }));
}

test("an engine whose target changes decides from the next tick on as one that always had the new target", () => {
  let differed = 0;
  const past = fc.record({ hours: fc.integer({ min: 0, max: 80 }), bad: fc.integer({ min: 0, max: 100 }) });
  fc.assert(
    fc.property(stretches, past, fc.integer({ min: 1, max: LOOKED - 1 }), target, target, (...drawn) => {
      const [list, before, changedAt, old, targetPpm] = drawn;
      const changed = grown(old, before);
      const fresh = grown(targetPpm, before);
      for (let slot = 0; slot < LOOKED; slot++) {
        const bad = list.find(({ from, length }) => slot >= from && slot < from + length)?.bad ?? 0;
        if (slot === changedAt) {
          if (JSON.stringify(heldBy(changed)) !== JSON.stringify(heldBy(fresh))) differed++;
          changed.engine.retarget(0, targetPpm);
        }
        const [told, expected] = [changed, fresh].map((one) => step(one, slot, bad));
        if (slot >= changedAt) assert.deepEqual(heldBy(changed), heldBy(fresh));
        if (slot > changedAt) assert.deepEqual(told, expected);
      }
    }),
    { numRuns: 40 },
  );
  assert.ok(differed > 5, `${differed} changes made a difference`);
});

test("a target that was changed is the one that counts for the budget, over all that was counted before", () => {
  const engine = engineOf(AVAILABILITY_999);
  engine.count(START, 0, { valid: 1000, bad: 3 });
  engine.tick(START + GRID_MS);
  engine.retarget(0, 990_000);
  const { period, targetPpm } = engine.policyOf(0);
  assert.deepEqual([engine.validOf(0, period), engine.badOf(0, period), targetPpm], [1000, 3, 990_000]);
});

test("a new target that would be refused changes nothing", () => {
  const engine = engineOf({ ...AVAILABILITY_999, pairs: PAIRS });
  for (const [targetPpm, code] of [
    [1_000_000, "objective.target-without-budget"],
    [900_000, "objective.pair-unreachable"],
  ] as const) {
    assert.throws(
      () => engine.retarget(0, targetPpm),
      (error) => error instanceof Refusal && error.code === code,
    );
    assert.equal(engine.policyOf(0).targetPpm, 999_000);
    assert.equal(engine.instances.objectives[0]?.targetPpm, 999_000);
  }
});
