import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DAY_MS, HOUR_MS, MINUTE_MS, Random } from "#kernel";
import { GRID_MS, Instances, type Objective } from "#objectives";
import { Engine } from "../src/objectives/model/engine/engine.ts";
import { FileSlotLists } from "../src/objectives/spill/file-slot-lists.ts";
import { objectiveWindowFrom } from "../src/objectives/model/engine/windows.ts";
import { AVAILABILITY_999 } from "../src/objectives/model/recorded.testing.ts";

/**
 * CPU of a tick at steady state: `--instances` (100,000) of which `--touched` (10,000) have requests in each slot. Each
 * level is filled as it would be after 30 days (a slot an hour until 3 days ago, one in ten minutes until 6 hours ago,
 * one a minute until `--hours` (6) simulated in full begin); the last hour is measured. `--burning` lets nearly all burn.
 * Closed slot lists lie in files; with `--no-files` unpacked in memory.
 * Beside it a naive recomputation: each window of some instances summed up again from its slots, scaled.
 * Goals: ≤ 5 ms for an ordinary tick, ≤ 250 B of fixed memory an instance, no slice over 5 ms.
 */
const { values } = parseArgs({
  options: {
    instances: { type: "string", default: "100000" },
    touched: { type: "string", default: "10000" },
    hours: { type: "string", default: "6" },
    prefill: { type: "boolean", default: true },
    burning: { type: "boolean", default: false },
    files: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const INSTANCES = Number(values.instances);
const TOUCHED = Number(values.touched);
const TICKS = (Number(values.hours) * HOUR_MS) / GRID_MS;
const MEASURED_FROM = TICKS - HOUR_MS / GRID_MS - 1;
const NAIVE_SAMPLE = 200;
const START = Date.UTC(2026, 0, 31);
/** Of a thousand rows touched, those that have one bad request of ten: 0.05 %, half the budget of 99.9 %; or 0.2 %, twice the budget, so that nearly every instance burns for a ticket. */
const BAD_PER_MILLE = values.burning ? 20 : 5;

const OBJECTIVE: Objective = { ...AVAILABILITY_999, perClient: true };

interface Tally {
  ticks: number;
  cpuMs: number;
  worstTickMs: number;
  longestSliceMs: number;
}

/** What one sampled instance had: its slots in order. */
interface Slots {
  readonly at: number[];
  readonly valid: number[];
  readonly bad: number[];
}

const directory = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const lists = values.files ? new FileSlotLists(directory) : undefined;
const before = process.memoryUsage();
const engine = new Engine({
  instances: new Instances([
    { objective: OBJECTIVE, clients: Int32Array.from({ length: INSTANCES - 1 }, (_, id) => id) },
  ]),
  startedAt: START - 30 * DAY_MS,
  guard: true,
  ...(lists === undefined ? {} : { lists }),
});
const after = process.memoryUsage();
const fixed = after.arrayBuffers - before.arrayBuffers + Math.max(0, after.heapUsed - before.heapUsed);

const random = new Random(7);
const kinds = new Map<string, Tally>();
const sample = new Map<number, Slots>(
  Array.from({ length: NAIVE_SAMPLE }, (_, row) => [row, { at: [], valid: [], bad: [] }]),
);
let changes = 0;
if (values.prefill) prefill();
for (let index = 0; index < TICKS; index++) step(START + index * GRID_MS, index >= MEASURED_FROM);

const ordinary = kinds.get("ordinary");
const ordinaryMs = ordinary === undefined ? Number.NaN : ordinary.cpuMs / ordinary.ticks;
const naiveMs = naive(engine.sums.head);
print(
  `${INSTANCES} instances, ${TOUCHED} touched in each 10 s slot, ${engine.sums.windows.length} windows, every level filled, ${values.hours} h simulated`,
);
for (const [kind, sum] of kinds) {
  print(
    `${kind.padEnd(10)} ${(sum.cpuMs / sum.ticks).toFixed(2)} ms of CPU a tick (${sum.ticks} ticks, worst ${sum.worstTickMs.toFixed(1)}), longest slice ${sum.longestSliceMs.toFixed(2)} ms`,
  );
}
print(
  `fixed memory: ${(fixed / INSTANCES).toFixed(0)} B an instance; all with slots: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
);
if (lists !== undefined) print(`${(lists.bytes / 1e6).toFixed(0)} MB of slot lists in files`);
print(
  `naive recomputation: ${naiveMs.toFixed(0)} ms a tick (${NAIVE_SAMPLE} instances, scaled): ${(naiveMs / ordinaryMs).toFixed(0)} times as long`,
);
print(`${changes} pairs began or ceased to hold`);
lists?.close();
rmSync(directory, { recursive: true });

/** The past that this pace would have left: each instance in each hour, each ten minutes; in each minute those touched. */
function prefill(): void {
  const perMinute = Math.min(INSTANCES, TOUCHED * 6);
  fill({ from: START - 30 * DAY_MS, to: START - 3 * DAY_MS, stepMs: HOUR_MS }, INSTANCES);
  fill({ from: START - 3 * DAY_MS, to: START - 6 * HOUR_MS, stepMs: 10 * MINUTE_MS }, INSTANCES);
  fill({ from: START - 6 * HOUR_MS, to: START, stepMs: MINUTE_MS }, perMinute);
}

function fill({ from, to, stepMs }: { from: number; to: number; stepMs: number }, rows: number): void {
  const valid = Math.round((10 * TOUCHED * stepMs) / (GRID_MS * rows));
  for (let at = from; at < to; at += stepMs) {
    const first = random.below(INSTANCES);
    for (let i = 0; i < rows; i++) {
      const row = (first + i) % INSTANCES;
      const bad = random.below(10_000) < BAD_PER_MILLE * valid ? 1 : 0;
      engine.count(at, row, { valid, bad });
      remember(row, at, { valid, bad });
    }
    engine.tick(at + GRID_MS);
  }
}

/** One slot and the tick at its end. Counting is part of the measured time, drawing the numbers is not. */
function step(slot: number, measured: boolean): void {
  const rows = Int32Array.from({ length: TOUCHED }, () => random.below(INSTANCES));
  const bad = Uint8Array.from({ length: TOUCHED }, () => (random.below(1000) < BAD_PER_MILLE ? 1 : 0));
  const counts = [
    { valid: 10, bad: 0 },
    { valid: 10, bad: 1 },
  ] as const;
  const cpuBegan = process.cpuUsage();
  for (let i = 0; i < TOUCHED; i++) engine.count(slot, rows[i] ?? 0, bad[i] === 1 ? counts[1] : counts[0]);
  const longest = inSlices(slot + GRID_MS);
  const spent = process.cpuUsage(cpuBegan);
  if (measured) tally(kindOf(slot + GRID_MS), milliseconds(spent), longest);
  rows.forEach((row, i) => remember(row, slot, { valid: 10, bad: bad[i] ?? 0 }));
}

/** The longest slice, ms of CPU of the thread: waiting for a core is none. */
function inSlices(at: number): number {
  const slices = engine.slices(at);
  let longest = 0;
  for (;;) {
    const began = process.threadCpuUsage();
    const slice = slices.next();
    longest = Math.max(longest, milliseconds(process.threadCpuUsage(began)));
    if (slice.done !== true) continue;
    changes += slice.value.length;
    return longest;
  }
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

function kindOf(at: number): string {
  if (at % HOUR_MS === 0) return "hour";
  if (at % (10 * MINUTE_MS) === 0) return "10 minutes";
  return at % MINUTE_MS === 0 ? "minute" : "ordinary";
}

function tally(kind: string, ms: number, longestSliceMs: number): void {
  const known = kinds.get(kind) ?? { ticks: 0, cpuMs: 0, worstTickMs: 0, longestSliceMs: 0 };
  kinds.set(kind, {
    ticks: known.ticks + 1,
    cpuMs: known.cpuMs + ms,
    worstTickMs: Math.max(known.worstTickMs, ms),
    longestSliceMs: Math.max(known.longestSliceMs, longestSliceMs),
  });
}

function remember(row: number, slot: number, { valid, bad }: { valid: number; bad: number }): void {
  const slots = sample.get(row);
  slots?.at.push(slot);
  slots?.valid.push(valid);
  slots?.bad.push(bad);
}

/** Sums each window of the sampled instances from their slots, compares, and scales the time to all instances. */
function naive(at: number): number {
  const began = process.cpuUsage();
  for (const [row, slots] of sample) {
    engine.sums.windows.forEach((window, index) => {
      const from = objectiveWindowFrom(window, at);
      let valid = 0;
      let bad = 0;
      for (let i = slots.at.length - 1; i >= 0 && (slots.at[i] ?? 0) >= from; i--) {
        valid += slots.valid[i] ?? 0;
        bad += slots.bad[i] ?? 0;
      }
      if (valid !== engine.validOf(row, index) || bad !== engine.badOf(row, index)) {
        throw new Error(`row ${row}, window ${index}: ${valid}, ${bad} by brute force`);
      }
    });
  }
  return (milliseconds(process.cpuUsage(began)) * INSTANCES) / NAIVE_SAMPLE;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
