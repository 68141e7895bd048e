import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { stringify } from "yaml";
import { DAY_MS, HOUR_MS, Random, stopwatchMs, wallClockMs } from "#kernel";
import { GRID_MS, Instances, type Objective, prometheusRules } from "#objectives";
import { Engine } from "../src/objectives/model/engine/engine.ts";

/**
 * CPU for an objective and pass: Debian's Prometheus that evaluates burn-rate rules for 100 objectives (the customary
 * ones, which record a ratio for each window; and those that Plimsoll exports) against our engine that ticks 100 and
 * 100,000 objectives with the same windows and pairs. One core each. The server's CPU without rules is taken off; its
 * history has 6.5 hours of samples each 30 s, so its windows of days hold less than they would: that favours it.
 */
const OBJECTIVES = 100;
const HISTORY_S = 6.5 * 3_600;
const SCRAPE_S = 30;
const PASS_S = 5;
const WARM_MS = 8_000;
const MEASURED_MS = 20_000;
const ANSWER_MAX_MS = 15_000;
const TICKS_PER_SECOND = 100;
const ENGINE_HOURS = 6.5;

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));

/** What a server did in the measured time. */
interface Served {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly passes: number;
}

try {
  if (spawnSync("prometheus", ["--version"]).error === undefined) await compare();
  else print("skipped: prometheus is not installed (Debian: apt-get install --no-install-recommends prometheus)");
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(): Promise<void> {
  const objectives = objectivesOf(OBJECTIVES);
  writeHistory(objectives);
  const idle = await serve("idle", stringify({ groups: [] }));
  const idlePerMs = idle.cpuMs / idle.wallMs;
  const perPass = ({ cpuMs, wallMs, passes }: Served): number => (cpuMs - idlePerMs * wallMs) / passes / OBJECTIVES;
  const customary = perPass(await serve("customary", customaryRules(objectives)));
  const exported = perPass(await serve("exported", everyPass(prometheusRules(objectives))));
  const few = tickCost(OBJECTIVES, OBJECTIVES);
  const many = tickCost(100_000, 10_000);
  print(`all groups evaluated each ${PASS_S} s; the exported ones ask for 30 s and 2.5 min`);
  print(`CPU for an objective and pass (Prometheus idle: ${(idlePerMs * 1_000).toFixed(1)} ms a second, taken off)`);
  print(`  Prometheus, customary rules, ${OBJECTIVES} objectives    ${micros(customary)}`);
  print(`  Prometheus, exported rules,  ${OBJECTIVES} objectives    ${micros(exported)}`);
  for (const [name, cost] of [
    ["100 objectives, all with requests in each slot", few],
    ["100,000 objectives, a tenth with requests in each slot", many],
  ] as const) {
    const ratios = `customary ÷ ours ${Math.round(customary / cost)}, exported ÷ ours ${Math.round(exported / cost)}`;
    print(`  engine, ${name}: ${micros(cost)}; ${ratios}`);
  }
}

function objectivesOf(count: number): Objective[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `api-${index}/availability`,
    api: `api-${index}`,
    indicator: { kind: "availability" },
    targetPpm: 999_000,
    window: { kind: "rolling", lengthMs: 30 * DAY_MS },
    perClient: false,
  }));
}

/** Counters up to now, as blocks of a time-series database. */
function writeHistory(objectives: readonly Objective[]): void {
  const end = Math.floor(wallClockMs() / 1_000);
  const file = join(folder, "history.om");
  const handle = openSync(file, "w");
  for (const what of ["valid", "bad"]) {
    writeSync(handle, `# TYPE plimsoll_objective_${what} counter\n`);
    for (const { name } of objectives) writeSync(handle, seriesText(what, name, end));
  }
  writeSync(handle, "# EOF\n");
  closeSync(handle);
  const made = spawnSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", file, join(folder, "history")]);
  if (made.status !== 0) throw new Error(`promtool made no blocks: ${made.stderr.toString()}`);
}

function seriesText(what: string, name: string, end: number): string {
  const random = new Random(name.length + what.length);
  let lines = "";
  let total = 0;
  for (let second = end - HISTORY_S; second <= end; second += SCRAPE_S) {
    total += what === "valid" ? 500 : random.below(2);
    lines += `plimsoll_objective_${what}_total{objective="${name}"} ${total} ${second}\n`;
  }
  return lines;
}

/** A ratio of rates for each window and objective, and an alert for each pair: the form that is taught everywhere. */
function customaryRules(objectives: readonly Objective[]): string {
  const groups = objectives.map((objective) => {
    const of = (window: string): string => `job:errors:ratio_rate${window}{objective="${objective.name}"}`;
    const rate = (what: string, window: string): string =>
      `sum(rate(plimsoll_objective_${what}_total{objective="${objective.name}"}[${window}]))`;
    const ratios = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"].map((window) => ({
      record: `job:errors:ratio_rate${window}`,
      expr: `${rate("bad", window)} / ${rate("valid", window)}`,
      labels: { objective: objective.name },
    }));
    const alerts = [
      ["1h", "5m", 0.0144],
      ["6h", "30m", 0.006],
      ["1d", "2h", 0.003],
      ["3d", "6h", 0.001],
    ].map(([long, short, limit]) => ({
      alert: "ErrorBudgetBurn",
      expr: `${of(String(long))} > ${limit} and ${of(String(short))} > ${limit}`,
      labels: { window: String(long) },
    }));
    return { name: objective.name, rules: [...ratios, ...alerts] };
  });
  return everyPass(stringify({ groups }, { lineWidth: 0 }));
}

/** All groups evaluated at each pass: nothing is spared by a longer interval. */
function everyPass(rules: string): string {
  const text = rules.replaceAll(/^ {4}interval: .*\n/gm, "");
  return text.replaceAll(/^( {2}- name: .*\n)/gm, `$1    interval: ${PASS_S}s\n`);
}

async function serve(name: string, rules: string): Promise<Served> {
  const place = join(folder, name);
  spawnSync("cp", ["-r", join(folder, "history"), place]);
  const [config, ruleFile] = [join(folder, `${name}.yml`), join(folder, `${name}.rules.yml`)];
  writeFileSync(ruleFile, rules);
  writeFileSync(config, stringify({ global: { evaluation_interval: `${PASS_S}s` }, rule_files: [ruleFile] }));
  const port = await freePort();
  const asked = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${place}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--log.level=error",
  ];
  const server = spawn("taskset", ["--cpu-list", "0", "prometheus", ...asked], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, GOMAXPROCS: "1" },
  });
  try {
    return await measure(server, `http://127.0.0.1:${port}`);
  } finally {
    await stop(server);
  }
}

/** `taskset` becomes the server: its process id is the server's. */
async function measure(server: ChildProcess, url: string): Promise<Served> {
  await untilReady(server, url);
  await pause(WARM_MS);
  const before = { at: stopwatchMs(), cpuMs: cpuMsOf(server), passes: await passesOf(url) };
  await pause(MEASURED_MS);
  const cpuMs = cpuMsOf(server) - before.cpuMs;
  return { cpuMs, wallMs: stopwatchMs() - before.at, passes: (await passesOf(url)) - before.passes };
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const limit = stopwatchMs() + ANSWER_MAX_MS;
  for (;;) {
    const ready = await fetch(`${url}/-/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    if (server.exitCode !== null || stopwatchMs() > limit) throw new Error("prometheus does not answer");
    await pause(100);
  }
}

/** Whole passes over all groups; fails when a rule did. */
async function passesOf(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const sum = (metric: string): number[] =>
    [...metrics.matchAll(new RegExp(`^${metric}\\{.*\\} (\\S+)$`, "gm"))].map((match) => Number(match[1]));
  if (sum("prometheus_rule_evaluation_failures_total").some((failures) => failures > 0)) {
    throw new Error("prometheus could not evaluate a rule");
  }
  const iterations = sum("prometheus_rule_group_iterations_total");
  return iterations.length === 0 ? 0 : iterations.reduce((all, count) => all + count, 0) / iterations.length;
}

/** User and system time of a process (Linux). */
function cpuMsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill("SIGTERM");
  await once(server, "exit");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** CPU of a tick in ms, for one objective; counting is part of it, drawing the numbers is not. The last tenth is measured. */
function tickCost(count: number, touched: number): number {
  const objectives = objectivesOf(count);
  const start = Date.UTC(2026, 0, 1);
  const instances = new Instances(objectives.map((objective) => ({ objective, clients: new Int32Array() })));
  const engine = new Engine({ instances, startedAt: start, guard: true });
  const random = new Random(5);
  const ticks = (ENGINE_HOURS * HOUR_MS) / GRID_MS;
  const measuredFrom = Math.floor(ticks * 0.9);
  let cpuMs = 0;
  for (let tick = 0; tick < ticks; tick++) {
    const rows = Int32Array.from({ length: touched }, (_, index) => (touched === count ? index : random.below(count)));
    const bad = Uint8Array.from({ length: touched }, () => (random.below(12) === 0 ? 1 : 0));
    const began = process.cpuUsage();
    const slot = start + tick * GRID_MS;
    for (let i = 0; i < touched; i++) engine.count(slot, rows[i] ?? 0, { valid: 170, bad: bad[i] ?? 0 });
    engine.tick(slot + GRID_MS);
    const spent = process.cpuUsage(began);
    if (tick >= measuredFrom) cpuMs += (spent.user + spent.system) / 1_000;
  }
  return cpuMs / (ticks - measuredFrom) / count;
}

function micros(ms: number): string {
  return `${Number((ms * 1_000).toPrecision(3)).toLocaleString("en")} µs`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
