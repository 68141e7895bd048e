import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DAY_MS, HOUR_MS, isoText, MINUTE_MS, SECOND_MS, stopwatchMs } from "#kernel";
import { residentOf, type ServerProcess, startServer } from "./server/server-process.ts";
import { SteadyLoad } from "./server/steady-load.ts";

/**
 * Memory of the whole server in the long run: an objective of 30 days for each of `--clients` (100,000) clients. A test
 * clock takes it through 30 days in steps such that every list of the windows is as long as it gets, with records of
 * `--filled` (2,000) clients in each step, at most for `--fillSeconds` (210). Then the load: `--ticks` (120) times ten seconds of
 * the clock, as fast as it goes and at most for `--seconds` (120), three records of each of `--active` (10,000) clients in each,
 * with snapshots every five minutes of the clock, and KPIs of all 30 days, objectives and metrics read in between.
 * Goal: at most 512 MB resident, at the peak.
 */
const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "100000" },
    active: { type: "string", default: "10000" },
    filled: { type: "string", default: "2000" },
    fillSeconds: { type: "string", default: "210" },
    ticks: { type: "string", default: "120" },
    seconds: { type: "string", default: "120" },
  },
});
const CROWD = { clients: Number(values.clients), active: Number(values.active) };
const GOAL_MB = 512;
const START = Date.UTC(2026, 2, 1);
const TICK_MS = 10 * SECOND_MS;
/** How windows move: by the hour, and by less in what is younger. The share of the time that each may take. */
const PHASES = [
  { stepMs: HOUR_MS, untilMs: 27 * DAY_MS, share: 0.4 },
  { stepMs: 10 * MINUTE_MS, untilMs: 30 * DAY_MS - 6 * HOUR_MS, share: 0.55 },
  { stepMs: MINUTE_MS, untilMs: 30 * DAY_MS - HOUR_MS, share: 0.75 },
  { stepMs: TICK_MS, untilMs: 30 * DAY_MS, share: 1 },
] as const;
const LOOK_EVERY_MS = 10 * SECOND_MS;
/** Tells at a signal what V8 says of the process; the server knows nothing of it. */
const TELLER =
  "process.on('SIGUSR2', () => console.log(JSON.stringify({ ...process.memoryUsage(), ...process.cpuUsage() })));";

interface Told {
  readonly rss: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly user: number;
  readonly system: number;
}

interface Tokens {
  readonly adminToken: string;
  readonly intakeToken: string;
}

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const directory = join(folder, "data");
const began = stopwatchMs();
const seen: number[] = [];
let now = START;
let looked = Number.NEGATIVE_INFINITY;
let server: ServerProcess | undefined;
try {
  server = await started();
  await run(server);
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true });
}

/** With a clock that can be told the time. */
function started(): Promise<ServerProcess> {
  const config = join(folder, "settings.yaml");
  writeFileSync(config, `clients:\n  observedMax: ${CROWD.clients}\n`);
  const teller = ["--import", `data:text/javascript,${encodeURIComponent(TELLER)}`];
  const flags = ["--port", "0", "--data", directory, "--config", config, "--test-clock", isoText(START)];
  return startServer([process.execPath, ...teller, "bin/plimsoll", "start", ...flags]);
}

async function run(running: ServerProcess): Promise<void> {
  const { adminToken, intakeToken } = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as Tokens;
  const call = caller(running.url, adminToken);
  await call("/api/v1/apis/orders", jsonOf("PUT", {}));
  const post = caller(running.url, intakeToken);
  const step = async (load: SteadyLoad, ms: number): Promise<void> => {
    now += ms;
    await post("/intake/v1/records", {
      method: "POST",
      body: load.body(now),
      headers: { "content-type": "application/x-ndjson" },
    });
    await goTo(call, now);
    await look(running);
  };
  await introduce(step);
  for (const phase of PHASES) await fill(step, phase);
  seen.length = 0;
  const steps = await underLoad(step, call);
  await look(running, true);
  const { peak } = residentOf(running.pid);
  print(
    `under load, ${steps} times ten seconds of the clock: ${Math.max(...seen).toFixed(0)} MB resident at most when looked at, ${peak.toFixed(0)} at the peak (goal ${GOAL_MB})`,
  );
  if (peak > GOAL_MB) process.exitCode = 1;
}

/** Each client once. */
async function introduce(step: Step): Promise<void> {
  const load = new SteadyLoad({ ...CROWD, recordsOfEach: 1 });
  for (let met = 0; met < CROWD.clients; met += CROWD.active) await step(load, TICK_MS);
}

async function fill(step: Step, { stepMs, untilMs, share }: (typeof PHASES)[number]): Promise<void> {
  const load = new SteadyLoad({ ...CROWD, active: Number(values.filled), recordsOfEach: 1 });
  const wanted = Math.floor((START + untilMs - now) / stepMs);
  let done = 0;
  const until = began + Number(values.fillSeconds) * SECOND_MS * share;
  for (; done < wanted && stopwatchMs() < until; done++) await step(load, stepMs);
  if (done < wanted) await step(load, START + untilMs - now);
  print(`  ${done} of ${wanted} steps of ${stepMs / SECOND_MS} s are filled`);
}

async function underLoad(step: Step, call: Call): Promise<number> {
  const load = new SteadyLoad({ ...CROWD, recordsOfEach: 3 });
  const until = stopwatchMs() + Number(values.seconds) * SECOND_MS;
  let steps = 0;
  for (; steps < Number(values.ticks) && stopwatchMs() < until; steps++) {
    await Promise.all([step(load, TICK_MS), ...questions(steps).map((path) => call(path))]);
  }
  return steps;
}

/** What pages and Prometheus ask while records come. */
function questions(turn: number): string[] {
  const orders = "/api/v1/apis/orders";
  const range = `from=${isoText(now - 30 * DAY_MS)}&to=${isoText(now)}`;
  const asked = [`${orders}/objectives`, `${orders}/kpis?${range}&step=1d`, `${orders}/kpis?${range}&groupBy=client`];
  return ["/metrics", asked[turn % asked.length] ?? orders];
}

type Step = (load: SteadyLoad, ms: number) => Promise<void>;
type Call = (path: string, init?: RequestInit) => Promise<string>;

function caller(url: string, token: string): Call {
  return async (path, { headers = {}, ...init } = {}) => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(headers as Record<string, string>) },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text;
  };
}

async function goTo(call: Call, at: number): Promise<void> {
  await call("/test/clock", jsonOf("POST", { at: isoText(at) }));
}

function jsonOf(method: string, body: object): RequestInit {
  return { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

async function look({ output, pid }: ServerProcess, isLast = false): Promise<void> {
  if (!isLast && stopwatchMs() - looked < LOOK_EVERY_MS) return;
  looked = stopwatchMs();
  const answer = once(output, "data");
  process.kill(pid, "SIGUSR2");
  const [line] = (await answer) as [Buffer];
  const told = JSON.parse(line.toString()) as Told;
  const { peak } = residentOf(pid);
  seen.push(told.rss / 1e6);
  const [rss, used, total, external, buffers] = [
    told.rss,
    told.heapUsed,
    told.heapTotal,
    told.external,
    told.arrayBuffers,
  ].map((bytes) => (bytes / 1e6).toFixed(0).padStart(4));
  const elapsed = ((looked - began) / SECOND_MS).toFixed(0).padStart(4);
  print(
    `${elapsed} s  ${isoText(now)}  ${rss} MB resident (peak ${peak.toFixed(0)})  heap ${used} of ${total}  external ${external}  of which buffers ${buffers}  ${((told.user + told.system) / 1e6).toFixed(0)} s of processor`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
