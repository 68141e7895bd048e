import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY_MS, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";
import type { AlertTimes } from "../alerts/alert-times.ts";
import type { AlertPair } from "../alerts/pair.ts";
import { isReachable } from "../alerts/pairs.ts";
import { Coverage } from "../engine/coverage.ts";
import { Instances } from "../engine/instances.ts";
import { GRID_MS } from "../engine/windows.ts";
import { judge } from "../judge.ts";
import { type BudgetingMethod, type Objective, type ObjectiveWindow, periodMsOf } from "../objective.ts";
import type { Exclusion, Recorded } from "../recorded.ts";
import { AVAILABILITY_999, type Cell, recordedOf, START, steady } from "../recorded.testing.ts";
import { RowHistory } from "./row-history.ts";
import { type Candidate, promisedBy, whatIf } from "./what-if.ts";

const NOBODY = new Int32Array(0);
const SLOTS = (5 * DAY_MS) / GRID_MS;

/** Times, in slots: near each other more often than not, so that what burns meets what does not. */
const time = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: SLOTS - 1 }));
/** So many slots from one on, every so many, with so many requests and bad ones: bursts, trickles, and silence between. */
const stretch = fc.record({
  from: time,
  length: fc.integer({ min: 1, max: 1_200 }),
  every: fc.constantFrom(1, 1, 2, 7, 45, 170),
  valid: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(1_000)),
  bad: fc.oneof(fc.constantFrom(0, 1, 40), fc.integer({ min: 0, max: 40 })),
});
const interval = fc
  .record({ from: time, length: fc.integer({ min: 1, max: 3_000 }) })
  .map(({ from, length }): Interval => ({ from: START + from * GRID_MS, to: START + (from + length) * GRID_MS }));
const calendar = { unit: "day", count: 1, zone: "Europe/Madrid", anchor: "2026-01-01T00:00" } as const;
const window = fc.constantFrom<ObjectiveWindow>(
  { kind: "rolling", lengthMs: 30 * DAY_MS },
  { kind: "rolling", lengthMs: 7 * DAY_MS },
  { kind: "rolling", lengthMs: 2 * DAY_MS },
  { kind: "calendar", calendar },
);
const pair = fc.record({
  urgency: fc.constantFrom("page", "ticket"),
  budgetPpm: fc.integer({ min: 5_000, max: 100_000 }),
  longMs: fc.constantFrom(30 * MINUTE_MS, HOUR_MS, 90 * MINUTE_MS, 6 * HOUR_MS, DAY_MS),
  shortMs: fc.constantFrom(MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS),
  orEqual: fc.boolean(),
});
const method = fc.constantFrom<BudgetingMethod | undefined>(
  undefined,
  undefined,
  { kind: "Timeslices", sliceMs: MINUTE_MS, sliceTargetPpm: 900_000 },
  { kind: "RatioTimeslices", sliceMs: 90_000 },
);
const candidate = fc.record({
  targetPpm: fc.constantFrom(900_000, 950_000, 990_000, 995_000, 999_000, 999_500, 999_900),
  window,
  guard: fc.boolean(),
  pairs: fc.option(fc.array(pair, { minLength: 1, maxLength: 5 }), { nil: undefined }),
});

interface Tried {
  readonly recorded: Recorded;
  readonly objective: Objective;
  readonly candidate: Candidate;
}

const tried = fc
  .record({
    stretches: fc.array(stretch, { minLength: 1, maxLength: 10 }),
    slotMs: fc.constantFrom(GRID_MS, GRID_MS, MINUTE_MS),
    method,
    watched: fc.option(fc.array(interval, { minLength: 1, maxLength: 5 }), { nil: undefined, freq: 1 }),
    excluded: fc.array(interval, { maxLength: 2 }),
    silenceAfter: fc.constantFrom(0, 0, 40),
    candidate,
  })
  .map(({ stretches, slotMs, watched, excluded, silenceAfter, candidate: asked, ...more }): Tried => {
    const cells = stretches.flatMap(({ from, length, every, valid, bad }) =>
      Array.from({ length: Math.ceil(length / every) }, (_, i): Cell => {
        const slot = Math.floor(((from + i * every) * GRID_MS) / slotMs) * slotMs;
        return [START + slot, 0, valid, Math.min(valid, bad)];
      }),
    );
    const objective: Objective = { ...AVAILABILITY_999, ...(more.method === undefined ? {} : { method: more.method }) };
    const recorded = recordedOf([{ objective, clients: NOBODY }], cells, {
      slotMs,
      guard: asked.guard,
      ...(watched === undefined ? {} : { coverage: new Map([["orders", coverageOf(watched)]]) }),
      exclusions: excluded.map((one): Exclusion => ({ ...one, api: "orders", reason: "maintenance" })),
    });
    const { slots } = recorded.cells;
    const span = { from: slots[0] as number, to: (slots.at(-1) as number) + (1 + silenceAfter) * slotMs };
    return { recorded: { ...recorded, span }, objective, candidate: reachable(asked) };
  });

function coverageOf(watched: readonly Interval[]): Coverage {
  const coverage = new Coverage();
  for (const mark of watched) coverage.mark(mark);
  return coverage;
}

/** Without pairs that no traffic can fire at this target: asking for them is refused. */
function reachable({ pairs, ...others }: Asked): Candidate {
  if (pairs === undefined) return others;
  const kept = pairs.filter((one) => isReachable(one, others.targetPpm, periodMsOf(others.window)));
  return { ...others, pairs: kept };
}

interface Asked {
  readonly targetPpm: number;
  readonly window: ObjectiveWindow;
  readonly guard: boolean;
  readonly pairs: AlertPair[] | undefined;
}

function timesOf({ urgency, firedAt, endedAt, end, mutedBy, pairs }: AlertTimes): AlertTimes {
  return { urgency, firedAt, endedAt, end, mutedBy, pairs };
}

/** The same candidate, judged by the engine. */
function judged({ recorded, objective, candidate: asked }: Tried): unknown {
  const promised = promisedBy(objective, asked);
  const { objectives, alerts, pages } = judge({
    ...recorded,
    instances: new Instances([{ objective: promised, clients: NOBODY }]),
  });
  const [result] = objectives;
  assert(result);
  const { targetPpm, valid, bad, good, remaining, remainingEvents, burnRate } = result;
  return {
    budget: { targetPpm, valid, bad, good, remaining, remainingEvents, burnRate },
    alerts: alerts.map(timesOf),
    pages,
  };
}

function triedOut({ recorded, candidate: asked }: Tried): unknown {
  const found = whatIf(new RowHistory(recorded, 0), asked);
  const { targetPpm, valid, bad, good, remaining, remainingEvents, burnRate, alerts, pages } = found;
  return {
    budget: { targetPpm, valid, bad, good, remaining, remainingEvents, burnRate },
    alerts: alerts.map(timesOf),
    pages,
  };
}

test("a candidate comes to what the engine comes to when it judges the same history by it", () => {
  let alerts = 0;
  fc.assert(
    fc.property(tried, (one) => {
      const expected = judged(one);
      alerts += (expected as { alerts: unknown[] }).alerts.length;
      assert.deepEqual(triedOut(one), expected);
    }),
    { numRuns: 120 },
  );
  assert(alerts > 40, `only ${alerts} alerts: the histories are too tame`);
});

test("a candidate is frozen by what was not watched, as the engine is, and goes on when that has left its windows", () => {
  const at = (minutes: number): number => START + 8 * HOUR_MS + minutes * MINUTE_MS;
  const watched = [
    { from: START, to: at(10) },
    { from: at(40), to: at(240) },
  ];
  const cells = [
    ...steady(0, { from: START, to: at(0) }, { perSlot: 100, badShare: 0 }),
    ...steady(0, { from: at(0), to: at(10) }, { perSlot: 100, badShare: 1 }),
    ...steady(0, { from: at(40), to: at(240) }, { perSlot: 100, badShare: 0 }),
  ];
  const recorded = recordedOf([{ objective: AVAILABILITY_999, clients: NOBODY }], cells, {
    coverage: new Map([["orders", coverageOf(watched)]]),
  });
  const found = whatIf(new RowHistory(recorded, 0), { guard: false }).alerts.flatMap(({ pairs }) => pairs);
  assert.equal(found.find(({ longMs }) => longMs === HOUR_MS)?.to, at(94));
  const { alerts } = judge(recorded);
  assert.deepEqual(
    found,
    alerts.filter(({ kind }) => kind === "burnRate").flatMap(({ pairs }) => pairs),
  );
});
