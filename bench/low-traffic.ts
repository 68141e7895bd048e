import { parseArgs } from "node:util";
import { DAY_MS, HOUR_MS, Random, stopwatchMs } from "#kernel";
import { type CountCells, GRID_MS, Instances, judge, type Judged, type Objective } from "#objectives";
import { NOBODY_BLAMED } from "../src/objectives/model/alert-result.ts";
import { AVAILABILITY_999 } from "../src/objectives/model/recorded.testing.ts";

/**
 * What the guard is for. `--clients` (1,000) healthy clients at `--rate` (10) requests an hour over `--days` (30), each
 * judged by 99.9 %, while a share of `--failing` (0.0005: half of what the target allows) of the requests fails by
 * chance: pages with and without the guard. Then as many quiet APIs that die at once: how long until the first
 * page. Arrivals are Poisson, and seeded.
 */
const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "1000" },
    rate: { type: "string", default: "10" },
    days: { type: "string", default: "30" },
    failing: { type: "string", default: "0.0005" },
    seed: { type: "string", default: "11" },
  },
});
const CLIENTS = Number(values.clients);
const START = Date.UTC(2026, 0, 1);
const PER_SLOT = (CLIENTS * Number(values.rate) * GRID_MS) / HOUR_MS;
/** Longer than the longest window of a pair that pages. */
const HEALTHY_MS = 7 * HOUR_MS;
const DEAD_MS = 3 * HOUR_MS;

const OBJECTIVE: Objective = { ...AVAILABILITY_999, perClient: true };

/** Of a stretch of time: in which share of requests fails, at each instant. */
interface Traffic {
  readonly lengthMs: number;
  readonly failing: (at: number) => number;
  /** Row of a client. */
  readonly rowOf: (client: number) => number;
  /** Row that counts all of them; none when undefined. */
  readonly pooled?: number;
}

const began = stopwatchMs();
const month = cellsOf({
  lengthMs: Number(values.days) * DAY_MS,
  failing: () => Number(values.failing),
  rowOf: (client) => client + 1,
  pooled: 0,
});
const clients = new Instances([{ objective: OBJECTIVE, clients: Int32Array.from({ length: CLIENTS }, (_, id) => id) }]);
const apis = new Instances(
  Array.from({ length: CLIENTS }, (_, index) => ({
    objective: { ...OBJECTIVE, name: `api-${index}/availability`, api: `api-${index}`, perClient: false },
    clients: new Int32Array(),
  })),
);
const death = cellsOf({
  lengthMs: HEALTHY_MS + DEAD_MS,
  failing: (at) => (at >= START + HEALTHY_MS ? 1 : 0),
  rowOf: (client) => client,
});
print(
  `${CLIENTS} clients at ${values.rate} requests an hour, ${values.days} days, ${(100 * Number(values.failing)).toPrecision(2)} % fail, target 99.9 %, seed ${values.seed}`,
);
for (const guard of [false, true]) {
  const judged = judgedBy(clients, month, guard);
  const pages = judged.pages.filter(({ urgency }) => urgency === "page").length;
  const tickets = judged.pages.length - pages;
  const minutes = detectionMinutes(judgedBy(apis, death, guard));
  print(`${guard ? "with" : "without"} the guard: ${pages} false pages, ${tickets} false tickets in the month`);
  print(
    `  a dead API at ${values.rate} requests an hour is found after ${quantile(minutes, 0.5)} min (median; mean ${mean(minutes)}, 90 % within ${quantile(minutes, 0.9)}), ${minutes.length} of ${CLIENTS} in ${DEAD_MS / HOUR_MS} h`,
  );
}
print(`${((stopwatchMs() - began) / 1_000).toFixed(1)} s`);

function judgedBy(instances: Instances, cells: CountCells, guard: boolean): Judged {
  const to = (cells.slots.at(-1) ?? START) + GRID_MS;
  return judge({
    instances,
    cells,
    span: { from: START, to },
    guard,
    clientName: (client) => `client-${client}`,
    blame: () => NOBODY_BLAMED,
    burnDownStepMs: 30 * DAY_MS,
  });
}

/** Each request is one cell; `pooled` has one for each slot. */
function cellsOf({ lengthMs, failing, rowOf, pooled }: Traffic): CountCells {
  const random = new Random(Number(values.seed));
  const slots: number[] = [];
  const rows: number[] = [];
  const valid: number[] = [];
  const bad: number[] = [];
  const add = (slot: number, row: number, counts: readonly [valid: number, bad: number]): void => {
    slots.push(slot);
    rows.push(row);
    valid.push(counts[0]);
    bad.push(counts[1]);
  };
  for (let slot = START; slot < START + lengthMs; slot += GRID_MS) {
    const requests = poisson(random, PER_SLOT);
    let failed = 0;
    for (let request = 0; request < requests; request++) {
      const fails = random.next() < failing(slot) ? 1 : 0;
      add(slot, rowOf(random.below(CLIENTS)), [1, fails]);
      failed += fails;
    }
    if (pooled !== undefined && requests > 0) add(slot, pooled, [requests, failed]);
  }
  return {
    slots: Float64Array.from(slots),
    rows: Int32Array.from(rows),
    valid: Uint32Array.from(valid),
    bad: Uint32Array.from(bad),
  };
}

/** How many exponential waits fit before `mean` of them, for a moderate mean. */
function poisson(random: Random, expected: number): number {
  let count = -1;
  for (let left = expected; left >= 0; left -= random.exponential(1)) count++;
  return count;
}

/** From the death to the first page of each API, ascending. */
function detectionMinutes({ alerts }: Judged): number[] {
  const first = new Map<string, number>();
  for (const { objective, urgency, firedAt } of alerts) {
    if (urgency === "page" && !first.has(objective)) first.set(objective, firedAt);
  }
  return [...first.values()].map((at) => (at - START - HEALTHY_MS) / 60_000).toSorted((a, b) => a - b);
}

function quantile(ascending: readonly number[], share: number): string {
  return (ascending[Math.floor(share * ascending.length)] ?? Number.NaN).toFixed(1);
}

function mean(all: readonly number[]): string {
  return (all.reduce((sum, one) => sum + one, 0) / all.length).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
