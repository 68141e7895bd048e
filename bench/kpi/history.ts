import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PRODUCTION } from "#intake";
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, Random } from "#kernel";
import { Dictionaries, RecordColumns } from "#records";
import { TrafficCounts } from "#traffic";

/** Twice: a range and the one before it. */
const DAYS = 60;
export const RANGE_DAYS = DAYS / 2;
const CLIENTS = 1_000;
const OPERATIONS = 20;
/** A minute of traffic: 1,024 requests a second. */
const ROWS = 1_024;
const BATCHES_A_MINUTE = 60;
const POOL = 512;
/** By share of the requests. */
const STATUSES = [
  [200, 0.95],
  [404, 0.03],
  [429, 0.01],
  [503, 0.007],
  [500, 0.003],
] as const;
/** Ticks of an hour; on a server there are 360. */
const TICKS = 24;

/** Counts on disk, and what is needed to go on from them. */
export interface History {
  readonly directory: string;
  readonly state: Uint8Array;
  /** Where the counts end. */
  readonly end: number;
}

/** What counting took. */
export interface Filling {
  readonly records: number;
  readonly countMs: number;
  readonly tickMs: number;
  readonly longestTickMs: number;
}

/**
 * Counts of one API with 1,000 clients of Zipf's shares and 20 operations, as 1,000 requests a second leave them. Each
 * hour is told by one minute of its traffic; whole are the hours at the ends of the ranges, which are read by the minute.
 */
export async function makeHistory(directory: string, now: number): Promise<History & Filling> {
  const end = floorTo(now, HOUR_MS) - HOUR_MS + 37 * MINUTE_MS;
  const clock = { now: () => end };
  mkdirSync(directory, { recursive: true });
  const counts = TrafficCounts.open({ directory, names: historyNames(), clock });
  const filling = fill(counts, end);
  const state = await counts.save();
  writeFileSync(join(directory, "state"), state);
  writeFileSync(join(directory, "end"), String(end));
  return { directory, state, end, ...filling };
}

/** A history that was made before. */
export function keptHistory(directory: string): History {
  return {
    directory,
    state: readFileSync(join(directory, "state")),
    end: Number(readFileSync(join(directory, "end"), "utf8")),
  };
}

/** The names behind the ids of the records, in the order of the ids. */
export function historyNames(): Dictionaries {
  const made = new Dictionaries();
  made.environments.idOf(PRODUCTION);
  made.apis.idOf("orders");
  for (let id = 0; id < CLIENTS; id++) made.clients.idOf(`client-${id}`);
  for (let id = 0; id < OPERATIONS; id++) made.operations.idOf(`GET /resource${id}`);
  for (let id = 0; id < 3; id++) {
    for (const dimension of ["plans", "versions", "regions", "releases"] as const) {
      made[dimension].idOf(`${dimension}-${id}`);
    }
  }
  return made;
}

function fill(counts: TrafficCounts, end: number): Filling {
  const random = new Random(7);
  const pool = poolOf(random);
  const whole = new Set([0, HOUR_MS, RANGE_DAYS * DAY_MS, DAYS * DAY_MS].map((ago) => floorTo(end - ago, HOUR_MS)));
  const spent = { records: 0, countMs: 0, tickMs: 0, longestTickMs: 0 };
  for (let hour = floorTo(end - DAYS * DAY_MS, HOUR_MS); hour < end; hour += HOUR_MS) {
    const minutes = whole.has(hour) ? Math.min(HOUR_MS, end - hour) / MINUTE_MS : 1;
    for (let minute = 0; minute < minutes; minute++) {
      for (let part = 0; part < BATCHES_A_MINUTE; part++) {
        const batch = pool[random.below(POOL)] as RecordColumns;
        redated(batch, hour + minute * MINUTE_MS + part * 1_000, random);
        spent.countMs += timed(() => counts.count(batch));
        spent.records += ROWS;
      }
      tick(counts, hour + minute * MINUTE_MS, spent);
    }
    for (let i = 1; i <= TICKS; i++) tick(counts, Math.min(end, hour + HOUR_MS + i * 1_000), spent);
  }
  return spent;
}

function tick(counts: TrafficCounts, now: number, spent: { tickMs: number; longestTickMs: number }): void {
  const ms = timed(() => counts.tick(now));
  spent.tickMs += ms;
  spent.longestTickMs = Math.max(spent.longestTickMs, ms);
}

/** Other instants, and other durations beside the same clients and operations. */
function redated({ at, durationUs, operation }: RecordColumns, begin: number, random: Random): void {
  for (let row = 0; row < ROWS; row++) {
    at[row] = begin + (row * 1_000) / ROWS;
    const typicalUs = 10_000 + 2_000 * (operation[row] as number);
    durationUs[row] = Math.round(typicalUs * Math.exp(0.6 * random.normal()));
  }
}

function poolOf(random: Random): RecordColumns[] {
  const shares = sumsOf(Array.from({ length: CLIENTS }, (_, rank) => 1 / (rank + 1)));
  const statuses = sumsOf(STATUSES.map(([, share]) => share));
  return Array.from({ length: POOL }, () => {
    const batch = new RecordColumns(ROWS);
    batch.length = ROWS;
    for (let row = 0; row < ROWS; row++) {
      const client = drawn(shares, random);
      const operation = random.below(random.below(OPERATIONS) + 1);
      batch.client[row] = client;
      batch.operation[row] = operation;
      batch.plan[row] = client % 3;
      batch.version[row] = client % 2;
      batch.region[row] = client % 3;
      batch.status[row] = STATUSES[drawn(statuses, random)]?.[0] ?? 0;
      batch.responseBytes[row] = 200 + random.below(20_000);
    }
    return batch;
  });
}

function sumsOf(shares: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(shares, (share) => (sum += share));
}

/** An index by its share, of which `sums` are the running sums. */
function drawn(sums: Float64Array, random: Random): number {
  const at = random.next() * (sums.at(-1) as number);
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

function timed(work: () => void): number {
  const began = cpuMs();
  work();
  return cpuMs() - began;
}

/** The machine may be busy with others: what counts is the time on the processor. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
