import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { DAY_MS, HOUR_MS, MINUTE_MS, percentOfPpm, Random } from "#kernel";
import { type CountCells, GRID_MS, Instances, judge } from "#objectives";
import { NOBODY_BLAMED } from "../src/objectives/model/alert-result.ts";
import type { AlertTimes } from "../src/objectives/model/alerts/alert-times.ts";
import { RowHistory } from "../src/objectives/model/whatif/row-history.ts";
import { type Candidate, promisedBy, whatIf } from "../src/objectives/model/whatif/what-if.ts";
import { AVAILABILITY_999 } from "../src/objectives/model/recorded.testing.ts";

/**
 * CPU for each candidate of what-if over `--days` (30) of ten-second slots, none of them empty, beside `judge`, the
 * engine itself, on the same history in the same run; both must come to the same. Two histories: one with some outages,
 * and one in which something fails in every slot, so that no time can be skipped. Goal: ≤ 150 ms a candidate.
 */
const { values } = parseArgs({ options: { days: { type: "string", default: "30" } } });
const START = Date.UTC(2026, 0, 1);
const SLOTS = (Number(values.days) * DAY_MS) / GRID_MS;
const RUNS = 5;
const GOAL_MS = 150;
const TARGETS_PPM = [990_000, 995_000, 999_000, 999_500, 999_900, 999_990];

const NOBODY = new Int32Array(0);

let worstMs = 0;
/** Share of requests that fail at an instant since the start: a little always, or outages of minutes to hours. */
const histories: Readonly<Record<string, (sinceMs: number) => number>> = {
  "ten outages": (sinceMs) => (sinceMs % (3 * DAY_MS) < 20 * MINUTE_MS ? 0.3 : 0.0002),
  "always failing": (sinceMs) => (sinceMs % DAY_MS < 6 * HOUR_MS ? 0.05 : 0.01),
};
for (const [name, badShare] of Object.entries(histories)) {
  const cells = cellsOf(badShare);
  const recorded = {
    instances: new Instances([{ objective: AVAILABILITY_999, clients: NOBODY }]),
    cells,
    span: { from: START, to: START + SLOTS * GRID_MS },
  };
  const { ms, result: history } = timed(() => new RowHistory(recorded, 0), 3);
  print(`── ${name}: ${SLOTS} slots, prepared in ${ms.toFixed(0)} ms`);
  for (const targetPpm of TARGETS_PPM) {
    for (const guard of [true, false]) comparedOf({ recorded, history, candidate: { targetPpm, guard } });
  }
}
print(`the slowest candidate: ${worstMs.toFixed(0)} ms (goal: ≤ ${GOAL_MS} ms)`);
process.exitCode = worstMs <= GOAL_MS ? 0 : 1;

interface Compared {
  readonly recorded: Pick<Parameters<typeof judge>[0], "cells" | "span">;
  readonly history: RowHistory;
  readonly candidate: Candidate;
}

/** Both sides on one candidate, and that they agree. */
function comparedOf({ recorded, history, candidate }: Compared): void {
  const tried = timed(() => whatIf(history, candidate), RUNS);
  const instances = new Instances([{ objective: promisedBy(AVAILABILITY_999, candidate), clients: NOBODY }]);
  const judged = timed(
    () =>
      judge({
        ...recorded,
        instances,
        guard: candidate.guard,
        clientName: String,
        blame: () => NOBODY_BLAMED,
        burnDownStepMs: DAY_MS,
      }),
    1,
  );
  const { alerts, pages, remaining } = tried.result;
  assert.deepEqual(
    [alerts.map(timesOf), pages, remaining],
    [judged.result.alerts.map(timesOf), judged.result.pages, judged.result.objectives[0]?.remaining],
  );
  worstMs = Math.max(worstMs, tried.ms);
  const what = `${percentOfPpm(candidate.targetPpm ?? 0)}, guard ${candidate.guard ? "on" : "off"}`;
  const found = `${alerts.length} alerts, ${pages.filter(({ urgency }) => urgency === "page").length} pages`;
  print(
    `${what.padEnd(20)} ${tried.ms.toFixed(0).padStart(4)} ms; judge ${judged.ms.toFixed(0).padStart(5)} ms, ${(judged.ms / tried.ms).toFixed(0)} times as long; the same ${found}`,
  );
}

function timesOf({ urgency, firedAt, endedAt, end, mutedBy, pairs }: AlertTimes): AlertTimes {
  return { urgency, firedAt, endedAt, end, mutedBy, pairs };
}

/** CPU of the median run, after one to warm up. */
function timed<T>(run: () => T, runs: number): { readonly ms: number; readonly result: T } {
  const times: number[] = [];
  let result = run();
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage();
    result = run();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return { ms: times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN, result };
}

function cellsOf(badShare: (sinceMs: number) => number): CountCells {
  const random = new Random(7);
  const cells = {
    slots: new Float64Array(SLOTS),
    rows: new Int32Array(SLOTS),
    valid: new Uint32Array(SLOTS),
    bad: new Uint32Array(SLOTS),
  };
  for (let i = 0; i < SLOTS; i++) {
    const valid = 50 + random.below(100);
    cells.slots[i] = START + i * GRID_MS;
    cells.valid[i] = valid;
    const expected = valid * badShare(i * GRID_MS);
    cells.bad[i] = Math.min(valid, Math.floor(expected) + (random.next() < expected % 1 ? 1 : 0));
  }
  return cells;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
