import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { HOUR_MS, isoText, MINUTE_MS, Random, SECOND_MS, stopwatchMs, wallClockMs } from "#kernel";
import { type Dictionaries, RecordColumns, RecordLog } from "#records";
import type { LiveApi } from "#stories";
import { type LogFiles, NODE_FILES } from "../src/records/log/log-files.ts";
import { inTemporaryDirectory, type RunningServer, startServer } from "../test/server/running-server.ts";
import { putApi } from "../test/server/told-live.ts";

/**
 * What a whole server needs to be ready again after `--hours` (24) of 1,000 records a second: without a snapshot, when
 * everything is counted again from the log, and with the last one, when five minutes are. The log is written as the
 * server writes it (half a second a frame, closed segments compressed), but without waiting for the disk.
 * One API, 1,000 clients by Zipf's law, 20 operations; availability and two latency objectives for it and for each client.
 * Goals for a day: ≤ 15 CPU-s without a snapshot, ≤ 2 s with one.
 */
const { values } = parseArgs({ options: { hours: { type: "string", default: "24" } } });
const HOURS = Number(values.hours);
const RATE = 1_000;
const CLIENTS = 1_000;
const OPERATIONS = 20;
const FRAME_MS = 500;
const FRAME_ROWS = (RATE * FRAME_MS) / SECOND_MS;
/** The rows that are written over and over. */
const ROWS = 2 ** 20;
const TAIL_MS = 5 * MINUTE_MS;
/** Of /proc/PID/stat. */
const TICKS_A_SECOND = 100;

const ORDERS: Pick<LiveApi, "api" | "objectivesFile"> = {
  api: "orders",
  objectivesFile: `apis:
  orders:
    window: 30 days
    perClient: true
    objectives:
      availability: 99.9%
      fast: { latency: 95% within 300ms }
      answered: { latency: 99% within 1s }
`,
};

const BATCH = { token: "bench", bodySha256: "0".repeat(64), answer: `{"kept":${FRAME_ROWS},"dropped":{}}` };

// Nothing of this log has to survive a power cut.
const FILES: LogFiles = {
  ...NODE_FILES,
  open: async (path) => ({ ...(await NODE_FILES.open(path)), sync: () => Promise.resolve() }),
};

await inTemporaryDirectory(async (directory) => {
  const to = Math.floor(wallClockMs() / MINUTE_MS) * MINUTE_MS;
  const from = to - HOURS * HOUR_MS;
  const first = await startServer(directory, ["--test-clock", isoText(from - MINUTE_MS)]);
  await putApi(first, ORDERS as LiveApi);
  await first.stop();
  for (const name of readdirSync(directory)) if (name.startsWith("snapshot")) rmSync(join(directory, name));
  await write(directory, from, to - TAIL_MS);
  await restart(directory, to - TAIL_MS, "without a snapshot");
  await write(directory, to - TAIL_MS, to);
  await restart(directory, to, "with a snapshot, and five minutes behind it");
});

/**
 * Starts the server at an instant, prints what it took until it was ready, and ends it with a snapshot of that instant:
 * by the clock of the machine, which went on while the log was written, the records behind it would be late.
 */
async function restart(directory: string, at: number, how: string): Promise<void> {
  const began = stopwatchMs();
  const server = await startServer(directory, ["--test-clock", isoText(at)]);
  const wallS = (stopwatchMs() - began) / 1_000;
  const { cpuS, peakMb } = spent(server);
  process.stdout.write(
    `${how}: ready after ${wallS.toFixed(1)} s, ${cpuS.toFixed(1)} CPU-s, at most ${peakMb.toFixed(0)} MB; ${await requestsOf(server)} requests counted\n`,
  );
  await server.stop();
}

async function requestsOf(server: RunningServer): Promise<number> {
  const answer = await server.call(
    `/api/v1/apis/orders/kpis?from=${isoText(wallClockMs() - 2 * HOURS * HOUR_MS)}&to=${isoText(wallClockMs())}`,
  );
  const text = await answer.text();
  const { requests } = JSON.parse(text) as { requests?: number };
  if (requests === undefined) throw new Error(text.slice(0, 500));
  return requests;
}

function spent({ process: { pid } }: RunningServer): { readonly cpuS: number; readonly peakMb: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND, peakMb: Number(peak) / 1_024 };
}

/** Appends the records of [from, to) to the log of a server that does not run. */
async function write(directory: string, from: number, to: number): Promise<void> {
  const clock = { at: from, now: (): number => clock.at };
  const log = await RecordLog.open({
    directory: join(directory, "log"),
    clock,
    wide: [],
    files: FILES,
    onTrouble: (trouble) => {
      throw trouble;
    },
  });
  await log.start(log.position, noop);
  const traffic = trafficOf(log.names);
  const frame = new RecordColumns(FRAME_ROWS);
  for (let row = 0; clock.at < to; row = (row + FRAME_ROWS) % (ROWS - FRAME_ROWS)) {
    frame.clear();
    frame.append(traffic, row, FRAME_ROWS);
    for (let i = 0; i < FRAME_ROWS; i++) frame.at[i] = clock.at + Math.floor((i * FRAME_MS) / FRAME_ROWS);
    clock.at += FRAME_MS;
    await log.append({ columns: [frame], batchId: { ...BATCH, key: String(clock.at) } });
  }
  await log.settled();
  await log.close();
}

/** Nobody counts while the log is made. */
function noop(): void {
  // What was written is read by the server.
}

/** Rows without times. */
function trafficOf(names: Dictionaries): RecordColumns {
  const random = new Random(7);
  const columns = new RecordColumns(ROWS);
  const [api, environment] = [names.apis.idOf("orders"), names.environments.idOf("production")];
  const clients = idsOf(CLIENTS, (i) => names.clients.idOf(`client-${i}`));
  const operations = idsOf(OPERATIONS, (i) => names.operations.idOf(`GET /things-${i}/{id}`));
  const method = names.methods.idOf("GET");
  const clientOf = zipf(CLIENTS);
  const operationOf = zipf(OPERATIONS);
  for (let row = 0; row < ROWS; row++) {
    const operation = operationOf(random.next());
    columns.durationUs[row] = Math.round(20_000 * (1 + operation / 4) * Math.exp(0.8 * random.normal()));
    columns.status[row] = statusOf(random.next());
    columns.outcome[row] = 1;
    columns.api[row] = api;
    columns.environment[row] = environment;
    columns.operation[row] = operations[operation] as number;
    columns.client[row] = clients[clientOf(random.next())] as number;
    columns.responseBytes[row] = 200 + random.below(4_000);
    columns.method[row] = method;
  }
  columns.length = ROWS;
  return columns;
}

function idsOf(count: number, idOf: (index: number) => number): number[] {
  return Array.from({ length: count }, (_, index) => idOf(index));
}

function statusOf(chance: number): number {
  if (chance < 0.0005) return 503;
  if (chance < 0.01) return 404;
  return chance < 0.012 ? 429 : 200;
}

/** Zipf's law: the k-th is drawn with a chance of 1/k. */
function zipf(count: number): (chance: number) => number {
  const sums: number[] = [];
  for (let k = 1; k <= count; k++) sums.push((sums.at(-1) ?? 0) + 1 / k);
  const total = sums.at(-1) as number;
  return (chance) => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > chance * total) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
