import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DAY_MS, HOUR_MS, instantText, stopwatchMs, wallClockMs } from "#kernel";
import { TrafficCounts } from "#traffic";
import { cpuMs, type History, historyNames, keptHistory, makeHistory, RANGE_DAYS } from "./kpi/history.ts";
import { askedOverHttp } from "./kpi/over-http.ts";

/**
 * KPIs of 30 days of one API with 1,000 clients and 1,000 requests a second, and what it takes to count them: cold
 * (with no block decoded) and warm, on the processor and by the clock, and the longest that others wait for their turn.
 * Goal: 30 days by client ≤ 150 ms warm. `--data`: where the counts are kept between runs; `--only`: part of a title.
 */
const { values } = parseArgs({
  options: { data: { type: "string" }, only: { type: "string" }, rounds: { type: "string", default: "8" } },
});
const ROUNDS = Number(values.rounds);
const GOAL_MS = 150;

type Query = Parameters<TrafficCounts["kpis"]>[0];

interface Asked {
  readonly title: string;
  readonly query: Query;
  readonly isGoal?: boolean;
}

const directory = values.data ?? mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
try {
  await run();
} finally {
  if (values.data === undefined) rmSync(directory, { recursive: true });
}

async function run(): Promise<void> {
  const history = await historyIn(join(directory, "counts"));
  let isReached = true;
  for (const one of questions(history.end)) {
    if (values.only !== undefined && !one.title.includes(values.only)) continue;
    const warmMs = await asked(history, one);
    if (one.isGoal === true && warmMs > GOAL_MS) isReached = false;
  }
  for (const [title, queries] of pages(history.end)) {
    if (values.only !== undefined && !title.includes(values.only)) continue;
    await askedByPage(history, title, queries);
  }
  process.exitCode = isReached ? 0 : 1;
}

async function historyIn(place: string): Promise<History> {
  if (existsSync(join(place, "end"))) return keptHistory(place);
  const history = await makeHistory(place, wallClockMs());
  const { records, countMs, tickMs, longestTickMs } = history;
  const each = (ms: number): string => ((ms / records) * 1e6).toFixed(0);
  print(
    `${records} records; ${each(countMs)} ns to count one, ${each(tickMs)} ns of ticks, the longest ${longestTickMs.toFixed(0)} ms`,
  );
  return history;
}

function questions(end: number): Asked[] {
  const thirty = { api: "orders", from: end - RANGE_DAYS * DAY_MS, to: end };
  const day = { ...thirty, from: end - DAY_MS };
  const byClient = { ...thirty, groupBy: "client" } as const;
  const client = { client: ["client-7"] };
  return [
    { title: "30 d, all, 6 h steps", query: { ...thirty, stepMs: 6 * HOUR_MS }, isGoal: true },
    { title: "30 d, all, compared", query: { ...thirty, previous: true }, isGoal: true },
    { title: "30 d by client", query: byClient, isGoal: true },
    { title: "30 d by client, compared", query: { ...byClient, previous: true } },
    { title: "30 d by operation", query: { ...thirty, groupBy: "operation" } },
    { title: "30 d of one client", query: { ...thirty, filters: client } },
    { title: "30 d of one client by operation", query: { ...thirty, groupBy: "operation", filters: client } },
    {
      title: "30 d of one operation",
      query: { ...thirty, filters: { operation: ["GET /resource7"] } },
    },
    {
      title: "30 d of one operation by client",
      query: { ...byClient, filters: { operation: ["GET /resource7"] } },
    },
    { title: "24 h by client", query: { ...day, groupBy: "client" } },
    { title: "1 h by operation", query: { ...thirty, from: end - HOUR_MS, groupBy: "operation" } },
  ];
}

/** What the console's pages ask, and what a script may. */
function pages(end: number): [title: string, queries: string[]][] {
  const ago = (days: number): string => instantText(end - days * DAY_MS);
  const range = `from=${ago(RANGE_DAYS)}&to=${ago(0)}`;
  const before = `from=${ago(2 * RANGE_DAYS)}&to=${ago(RANGE_DAYS)}`;
  const series = `${range}&step=360m`;
  return [
    ["HTTP: 30 d, the overview", [series, before, `${range}&groupBy=client`]],
    ["HTTP: 30 d by client", [`${range}&groupBy=client`]],
    ["HTTP: 30 d by client, compared", [`${range}&groupBy=client&compare=previous`]],
    ["HTTP: 30 d of one client", [`${series}&client=client-7`]],
  ];
}

async function askedByPage({ directory: place }: History, title: string, queries: readonly string[]): Promise<void> {
  const [cold, ...warm] = await askedOverHttp(place, queries, ROUNDS);
  if (cold === undefined) return;
  const most = Math.max(...warm.map(({ rss }) => rss));
  print(
    `${title.padEnd(34)} cold ${spentText([cold])}; warm ${spentText(warm)}; ${(cold.bytes / 1e3).toFixed(0)} kB; server ${(most / 1e6).toFixed(0)} MB`,
  );
}

/** Asks several times, the first time cold. Answers the median of the warm ones. */
async function asked({ directory: place, state, end }: History, { title, query }: Asked): Promise<number> {
  const counts = TrafficCounts.open({ directory: place, names: historyNames(), clock: { now: () => end }, state });
  const times: Times[] = [];
  let what = "";
  for (let round = 0; round < ROUNDS; round++) {
    const { times: taken, answer } = await measured(() => counts.kpis(query));
    times.push(taken);
    what = `${answer.requests} requests, ${answer.series.length} points, ${answer.groups.length} groups`;
  }
  const [cold, ...warm] = times as [Times, ...Times[]];
  const cacheMb = (counts.sizes().cacheBytes / 1e6).toFixed(0);
  const longest = Math.max(...warm.map(({ longestMs }) => longestMs));
  print(
    `${title.padEnd(34)} cold ${spentText([cold])}; warm ${spentText(warm)}; longest stretch ${cold.longestMs.toFixed(0)} and ${longest.toFixed(0)} ms; ${what}; ${cacheMb} MB decoded`,
  );
  return middle(warm.map(({ cpu }) => cpu));
}

interface Times {
  readonly cpu: number;
  readonly wall: number;
  /** Between two turns of somebody else, on the processor. */
  readonly longestMs: number;
}

async function measured<T>(work: () => Promise<T>): Promise<{ times: Times; answer: T }> {
  const other = { isWaiting: true, last: cpuMs(), longestMs: 0 };
  const turns = takeTurns(other);
  const [cpu, wall] = [cpuMs(), stopwatchMs()];
  const answer = await work();
  const times = { cpu: cpuMs() - cpu, wall: stopwatchMs() - wall };
  other.isWaiting = false;
  await turns;
  return { times: { ...times, longestMs: other.longestMs }, answer };
}

/** Somebody else, who wants a turn whenever there is one. */
async function takeTurns(other: { isWaiting: boolean; last: number; longestMs: number }): Promise<void> {
  while (other.isWaiting) {
    await nextTurn();
    const now = cpuMs();
    other.longestMs = Math.max(other.longestMs, now - other.last);
    other.last = now;
  }
}

/** "least / median" on the processor, and by the clock. */
function spentText(times: readonly Pick<Times, "cpu" | "wall">[]): string {
  const [cpu, wall] = [times.map((one) => one.cpu), times.map((one) => one.wall)];
  return `${text(cpu)} ms (clock ${text(wall)})`;
}

function text(all: readonly number[]): string {
  const median = middle(all).toFixed(0);
  return all.length === 1 ? median : `${Math.min(...all).toFixed(0)} / ${median}`;
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] as number;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
