import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PRODUCTION } from "#intake";
import { DAY_MS, MINUTE_MS, Random, stopwatchMs } from "#kernel";
import { FileSlotLists, GRID_MS, LiveObjectives, type Objective } from "#objectives";
import { Dictionaries, RecordColumns } from "#records";
import { AVAILABILITY_999 } from "../src/objectives/model/recorded.testing.ts";

/**
 * Live objectives: what a record costs when it is counted for `--objectives` (4) objectives of one API and for its client,
 * of which there are `--clients` (1,000); a tick with all that was counted; and a snapshot.
 * Goals: ≤ 150 ns a record; no slice of a tick over a millisecond.
 */
const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "1000" },
    objectives: { type: "string", default: "4" },
    perSlot: { type: "string", default: "50000" },
    slots: { type: "string", default: "60" },
    apis: { type: "string", default: "1" },
  },
});
const CLIENTS = Number(values.clients);
const PER_SLOT = Number(values.perSlot);
const SLOTS = Number(values.slots);
const APIS = Number(values.apis);
const START = Date.UTC(2026, 0, 31);

const directory = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const lists = new FileSlotLists(directory);
const names = new Dictionaries();
names.environments.idOf(PRODUCTION);
for (let client = 0; client < CLIENTS; client++) names.clients.idOf(`client-${client}`);
for (let operation = 0; operation < 20; operation++) names.operations.idOf(`GET /${operation}`);
const live = new LiveObjectives({ names, lists });
for (let api = 0; api < APIS; api++) {
  const name = `api-${api}`;
  live.addApi({ api: name, objectives: objectivesOf(name), startedAt: START, clientsMax: 100_000 });
}

const random = new Random(3);
const columns = new RecordColumns(PER_SLOT);
columns.length = PER_SLOT;
const spent = { count: 0, tick: 0, longest: 0 };
for (let slot = 0; slot < SLOTS; slot++) {
  const at = START + slot * GRID_MS;
  fill(at);
  let began = process.cpuUsage();
  live.count(columns);
  if (slot > 0) spent.count += cpuMs(began);
  began = process.cpuUsage();
  const longest = tick(at + GRID_MS);
  if (slot > 0) {
    spent.tick += cpuMs(began);
    spent.longest = Math.max(spent.longest, longest);
  }
}
const measured = SLOTS - 1;
print(
  `${PER_SLOT} records in each of ${SLOTS} slots, of ${APIS} APIs with ${values.objectives} objectives and ${CLIENTS} clients`,
);
print(`${((spent.count * 1e6) / (measured * PER_SLOT)).toFixed(0)} ns of CPU to count a record`);
print(`${(spent.tick / measured).toFixed(2)} ms of CPU a tick, longest slice ${spent.longest.toFixed(2)} ms`);
live.save();
for (const _ of live.makeRoom());
const began = process.cpuUsage();
const saved = live.save();
lists.save();
print(`${cpuMs(began).toFixed(1)} ms of CPU to save ${(saved.length / 1e6).toFixed(1)} MB`);
const before = stopwatchMs();
LiveObjectives.restore(saved, { names, lists });
print(`${(stopwatchMs() - before).toFixed(0)} ms to restore`);
print(`${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`);
lists.close();
rmSync(directory, { recursive: true });

/** Availability and latencies, each of the API and of each client. */
function objectivesOf(api: string): Objective[] {
  return Array.from({ length: Number(values.objectives) }, (_, index) => ({
    ...AVAILABILITY_999,
    api,
    name: `${api}/objective-${index}`,
    perClient: true,
    window: { kind: "rolling", lengthMs: 30 * DAY_MS },
    indicator: index === 0 ? { kind: "availability" } : { kind: "latency", thresholdUs: index * 100_000 },
  }));
}

/** Up to a minute late; a thousandth of them fail, and twice as many are slow. */
function fill(at: number): void {
  for (let row = 0; row < PER_SLOT; row++) {
    columns.at[row] = Math.max(START, at + random.below(GRID_MS) - random.below(MINUTE_MS));
    columns.api[row] = random.below(APIS);
    columns.client[row] = random.below(CLIENTS);
    columns.operation[row] = random.below(20);
    columns.status[row] = random.below(1_000) === 0 ? 503 : 200;
    columns.durationUs[row] = random.below(500) === 0 ? 900_000 : random.below(100_000);
  }
}

/** CPU since then: other processes on the machine do not count. */
function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function tick(at: number): number {
  const slices = live.slices(at);
  let longest = 0;
  for (;;) {
    const started = process.threadCpuUsage();
    const { done } = slices.next();
    const { user, system } = process.threadCpuUsage(started);
    longest = Math.max(longest, (user + system) / 1000);
    if (done === true) return longest;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
