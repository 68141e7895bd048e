import { parseArgs } from "node:util";
import { DAY_MS, HOUR_MS, MINUTE_MS, Random, stopwatchMs } from "#kernel";
import { GRID_MS, Instances, type Objective } from "#objectives";
import { Engine } from "../src/objectives/model/engine/engine.ts";
import { objectiveWindowFrom } from "../src/objectives/model/engine/windows.ts";

/**
 * CPU of a tick at steady state: `--instances` (100,000) of which `--touched` (10,000) have requests in each slot, over
 * `--hours` (7) simulated, `--ordered` by row, as one who flushes a table of counters delivers them; the last tenth is measured. Beside it a naive recomputation: each window of each instance
 * summed up again from its slots. Goal: ≤ 5 ms for an ordinary tick, ≤ 250 B of fixed memory an instance, no slice over 5 ms.
 */
const { values } = parseArgs({
  options: {
    instances: { type: "string", default: "100000" },
    touched: { type: "string", default: "10000" },
    hours: { type: "string", default: "7" },
    ordered: { type: "boolean", default: false },
  },
});
const INSTANCES = Number(values.instances);
const TOUCHED = Number(values.touched);
const TICKS = (Number(values.hours) * HOUR_MS) / GRID_MS;
const MEASURED_FROM = Math.floor(TICKS * 0.85);
const NAIVE_SAMPLE = 500;
const START = Date.UTC(2026, 0, 1);
/** Of a thousand requests; above the budget of 99.9 %, so that ratios are really compared. */
const BAD_PER_MILLE = 2;

const OBJECTIVE: Objective = {
  name: "orders/availability",
  api: "orders",
  indicator: { kind: "availability" },
  targetPpm: 999_000,
  window: { kind: "rolling", lengthMs: 30 * DAY_MS },
  perClient: true,
};

interface Tally {
  ticks: number;
  cpuMs: number;
  longestSliceMs: number;
}

/** What one sampled instance had: its slots in order. */
interface Slots {
  readonly at: number[];
  readonly valid: number[];
  readonly bad: number[];
}

const before = process.memoryUsage();
const engine = new Engine({
  instances: new Instances([
    { objective: OBJECTIVE, clients: Int32Array.from({ length: INSTANCES - 1 }, (_, id) => id) },
  ]),
  startedAt: START,
  guard: true,
});
const after = process.memoryUsage();
const fixed = after.arrayBuffers - before.arrayBuffers + Math.max(0, after.heapUsed - before.heapUsed);

const random = new Random(7);
const kinds = new Map<string, Tally>();
const sample = new Map<number, Slots>(
  Array.from({ length: NAIVE_SAMPLE }, (_, row) => [row, { at: [], valid: [], bad: [] }]),
);
const cpuBefore = { at: 0, usage: process.cpuUsage() };
let changes = 0;
for (let index = 0; index < TICKS; index++) {
  if (index === MEASURED_FROM) cpuBefore.usage = process.cpuUsage();
  step(START + index * GRID_MS, index >= MEASURED_FROM);
}
const cpu = process.cpuUsage(cpuBefore.usage);

const ordinary = kinds.get("ordinary");
const naiveMs = naive(engine.sums.head);
const ordinaryMs = ordinary === undefined ? Number.NaN : ordinary.cpuMs / ordinary.ticks;
print(
  `${INSTANCES} instances, ${TOUCHED} touched in each 10 s slot, ${values.hours} h simulated, windows ${engine.sums.windows.length}`,
);
for (const [kind, sum] of kinds) {
  print(
    `${kind.padEnd(10)} ${(sum.cpuMs / sum.ticks).toFixed(2)} ms of CPU a tick (${sum.ticks} ticks), longest slice ${sum.longestSliceMs.toFixed(2)} ms`,
  );
}
print(
  `CPU of the process per tick, generator included: ${((cpu.user + cpu.system) / 1000 / (TICKS - MEASURED_FROM)).toFixed(2)} ms`,
);
print(
  `fixed memory: ${(fixed / INSTANCES).toFixed(0)} B an instance; all with slots: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
);
print(
  `naive recomputation: ${naiveMs.toFixed(0)} ms a tick (${NAIVE_SAMPLE} instances, scaled): ${(naiveMs / ordinaryMs).toFixed(0)} times as long`,
);
print(`${changes} pairs began or ceased to hold`);

/** One slot and the tick at its end. Counting is part of the measured time, drawing the numbers is not. */
function step(slot: number, measured: boolean): void {
  const rows = Int32Array.from({ length: TOUCHED }, () => random.below(INSTANCES));
  if (values.ordered) rows.sort();
  const bad = Uint8Array.from({ length: TOUCHED }, () => (random.below(100) < BAD_PER_MILLE ? 1 : 0));
  const cpuBegan = process.cpuUsage();
  let longest = 0;
  for (let i = 0; i < TOUCHED; i++) engine.count(slot, rows[i] ?? 0, { valid: 10, bad: bad[i] ?? 0 });
  const slices = engine.slices(slot + GRID_MS);
  let began = stopwatchMs();
  for (;;) {
    const slice = slices.next();
    const now = stopwatchMs();
    longest = Math.max(longest, now - began);
    began = now;
    if (slice.done === true) {
      changes += slice.value.length;
      break;
    }
  }
  const spent = process.cpuUsage(cpuBegan);
  if (measured) tally(kindOf(slot + GRID_MS), (spent.user + spent.system) / 1000, longest);
  rows.forEach((row, i) => remember(row, slot, bad[i] ?? 0));
}

function kindOf(at: number): string {
  if (at % HOUR_MS === 0) return "hour";
  if (at % (10 * MINUTE_MS) === 0) return "10 minutes";
  return at % MINUTE_MS === 0 ? "minute" : "ordinary";
}

function tally(kind: string, ms: number, longest: number): void {
  const known = kinds.get(kind) ?? { ticks: 0, cpuMs: 0, longestSliceMs: 0 };
  kinds.set(kind, {
    ticks: known.ticks + 1,
    cpuMs: known.cpuMs + ms,
    longestSliceMs: Math.max(known.longestSliceMs, longest),
  });
}

function remember(row: number, slot: number, bad: number): void {
  const slots = sample.get(row);
  slots?.at.push(slot);
  slots?.valid.push(10);
  slots?.bad.push(bad);
}

/** Sums each window of the sampled instances from their slots, and scales the time to all instances. */
function naive(at: number): number {
  const began = stopwatchMs();
  let checksum = 0;
  for (const slots of sample.values()) {
    for (const window of engine.sums.windows) {
      const from = objectiveWindowFrom(window, at);
      for (let i = slots.at.length - 1; i >= 0 && (slots.at[i] ?? 0) >= from; i--) {
        checksum += (slots.valid[i] ?? 0) - (slots.bad[i] ?? 0);
      }
    }
  }
  if (checksum === 0) print("nothing was summed");
  return ((stopwatchMs() - began) * INSTANCES) / NAIVE_SAMPLE;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
