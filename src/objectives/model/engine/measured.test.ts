import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY_MS, HOUR_MS, type Interval, MINUTE_MS } from "#kernel";
import { type Judged, judge } from "../judge.ts";
import { AVAILABILITY_999, type Cell, recordedOf, START, steady } from "../recorded.testing.ts";
import { Coverage } from "./coverage.ts";
import { Engine } from "./engine.ts";
import { Instances } from "./instances.ts";

const OBJECTIVES = [{ objective: AVAILABILITY_999, clients: new Int32Array(0) }];

function judged(list: readonly Cell[], watched: readonly Interval[], to: number): Judged {
  const coverage = new Coverage();
  for (const interval of watched) coverage.mark(interval);
  return judge(recordedOf(OBJECTIVES, list, { span: { from: START, to }, coverage: new Map([["orders", coverage]]) }));
}

const at = (hours: number, minutes = 0): number => START + hours * HOUR_MS + minutes * MINUTE_MS;

test("an alert freezes while less than nine tenths of its windows were watched, and goes on as it was", () => {
  const outage = { from: at(8), to: at(8, 10) };
  const cells = [
    ...steady(0, { from: at(0), to: at(8) }, { perSlot: 100, badShare: 0 }),
    ...steady(0, outage, { perSlot: 100, badShare: 1 }),
    // Half an hour in which nothing was watched; then all is well.
    ...steady(0, { from: at(8, 40), to: at(12) }, { perSlot: 100, badShare: 0 }),
  ];
  const watched = [
    { from: at(0), to: at(8, 10) },
    { from: at(8, 40), to: at(12) },
  ];
  const blind = judged(cells, watched, at(12)).alerts.filter(
    ({ kind, urgency }) => kind === "burnRate" && urgency === "page",
  );
  // The hour window is not covered again before 9:34; 30 minutes of 6 hours are less than a tenth.
  assert.equal(blind.length, 1);
  const hourPair = blind[0]?.pairs.find(({ longMs }) => longMs === HOUR_MS);
  assert.equal(hourPair?.to, at(9, 34));
  const seen = judged(cells, [{ from: at(0), to: at(12) }], at(12)).alerts;
  assert.equal(
    seen.find(({ urgency }) => urgency === "page")?.pairs.find(({ longMs }) => longMs === HOUR_MS)?.to,
    at(8, 40) + 10_000,
  );
});

test("nothing watched is notMeasured, little watched is unknown, the time before the first mark is partial", () => {
  const cells = steady(0, { from: at(0), to: at(1) }, { perSlot: 10, badShare: 0 });
  const state = (watched: readonly Interval[], to: number): string | undefined =>
    judged(cells, watched, to).objectives[0]?.state;
  assert.equal(state([{ from: at(0), to: at(1) }], at(1)), "partial");
  assert.equal(state([{ from: at(0), to: at(1) }], at(1, 6)), "partial");
  assert.equal(state([{ from: at(0), to: at(1) }], at(1, 7)), "unknown");
  assert.equal(state([{ from: at(0), to: at(1) }], at(0) + 40 * DAY_MS), "notMeasured");
});

test("a silence that was watched changes nothing: no traffic is neither error nor uptime", () => {
  const busy = (from: number, to: number): Cell[] => steady(0, { from, to }, { perSlot: 1000, badShare: 0.0005 });
  const whole = judged([...busy(at(0), at(5)), ...busy(at(6), at(8))], [{ from: at(0), to: at(8) }], at(8));
  const without = judged(busy(at(0), at(7)), [{ from: at(0), to: at(7) }], at(7));
  assert.equal(whole.objectives[0]?.remaining, without.objectives[0]?.remaining);
  assert.deepEqual(whole.alerts, []);
});

test("of a window that no pair looks at nothing is asked: an engine has nothing to do when those of its pairs are empty", () => {
  const coverage = new Coverage();
  coverage.mark({ from: at(0), to: at(1) });
  const instances = new Instances(OBJECTIVES);
  const engine = new Engine({ instances, startedAt: START, guard: true, coverage: new Map([["orders", coverage]]) });
  engine.tick(at(5 * 24));
  assert.equal(engine.nextAt, Number.POSITIVE_INFINITY);
});

/** An engine that was told at one instant of a minute's requests, as a source that began so long before it watched them. */
function watchedFor(ms: number, counts: { valid: number; bad: number }): { engine: Engine; coverage: Coverage } {
  const coverage = new Coverage();
  coverage.mark({ from: at(1) - ms, to: at(1) });
  const engine = new Engine({
    instances: new Instances(OBJECTIVES),
    startedAt: START,
    guard: false,
    coverage: new Map([["orders", coverage]]),
  });
  engine.count(at(1) - MINUTE_MS, 0, counts);
  return { engine, coverage };
}

test("a mark that comes late, and says that the measurement began earlier, lets begin what waited for a full window", () => {
  const { engine, coverage } = watchedFor(MINUTE_MS, { valid: 100, bad: 10 });
  assert.deepEqual(engine.tick(at(1)), []);
  coverage.mark({ from: at(0), to: at(1, 1) });
  assert.deepEqual(
    engine.tick(at(1) + 10_000).map(({ what, rule }) => [what, rule]),
    [0, 1, 2, 3].map((rule) => ["begins", rule]),
  );
});

test("a measurement that begins between two slots is judged to the millisecond", () => {
  // All bad: an hour's allowance is 51.84 s of them; at exactly that nothing fires, a millisecond more does.
  const counts = { valid: 100, bad: 100 };
  assert.deepEqual(watchedFor(51_840, counts).engine.tick(at(1)), []);
  assert.equal(watchedFor(51_841, counts).engine.tick(at(1)).length, 1);
});
