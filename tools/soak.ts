import { join } from "node:path";
import { parseArgs } from "node:util";
import { bytesText, countText, MINUTE_MS, Random, stopwatchMs } from "#kernel";
import { sceneOf } from "../src/escalation/scene.testing.ts";
import { OncallSimulation } from "../src/escalation/simulation.testing.ts";
import { compareByMinute } from "../src/oncall/model/compare-by-minute.testing.ts";
import { ZONES } from "../src/oncall/model/schedules.testing.ts";
import { floodClients } from "../test/server/client-flood.ts";
import { crashRounds } from "../test/server/crash-rounds.ts";
import { inTemporaryDirectory, startServer } from "../test/server/running-server.ts";
import { CADDY, HAPROXY, NGINX } from "../test/interop/auth-proxies.ts";
import { followDay } from "../test/sources/follow-day.ts";
import type { KnownRun } from "../test/sources/known-traffic.ts";
import { throughGatewayProcess } from "../test/sources/through-gateway-process.ts";
import { throughGateway } from "../test/sources/through-gateway.ts";
import { throughMiddleware } from "../test/sources/through-middleware.ts";
import { throughOtlp } from "../test/sources/through-otlp.ts";
import { throughProxy } from "../test/sources/through-proxy.ts";

const USAGE = `Holds a real server to its promises for long, and prints the figures.

  npm run soak [-- crash|clients|sources|day|schedules|pages] [--rounds N] [--names N] [--requests N] [--lines N] [--minutes N] [--schedules N] [--seed N]

crash     kill -9 at random moments under load: --rounds (100), at most --minutes (30)
clients   invented client names over HTTP: --names (10000000)
sources   known requests by each source of records: --requests of each (100000), begun within --minutes (30)
day       a day of a log through 20 rotations while it is followed: --lines (2000000)
schedules invented on-call schedules, resolved and counted minute by minute: --schedules (20000), at most --minutes (30)
pages     months from alerts to people, the process killed again and again: --kills (2000), at most --minutes (30)
`;

const SOURCES: Readonly<Record<string, (run: KnownRun) => Promise<void>>> = {
  gateway: throughGateway,
  "gateway process": throughGatewayProcess,
  nginx: (run) => throughProxy(NGINX, run),
  Caddy: (run) => throughProxy(CADDY, run),
  HAProxy: (run) => throughProxy(HAPROXY, run),
  OpenTelemetry: throughOtlp,
  middleware: throughMiddleware,
};
const ROUNDS_IN_A_DIRECTORY = 15;
const ROTATIONS = 20;

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: "100" },
      requests: { type: "string", default: "100000" },
      names: { type: "string", default: "10000000" },
      lines: { type: "string", default: "2000000" },
      minutes: { type: "string", default: "30" },
      schedules: { type: "string", default: "20000" },
      kills: { type: "string", default: "2000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
    },
  });
  const [what = "all"] = positionals;
  if (!["all", "crash", "clients", "sources", "day", "schedules", "pages"].includes(what)) {
    throw new Error(`There is no soak ${what}.`);
  }
  const [seed, msMax] = [Number(values.seed), Number(values.minutes) * MINUTE_MS];
  if (["all", "crash"].includes(what)) await crash(Number(values.rounds), seed, msMax);
  if (["all", "clients"].includes(what)) await clients(Number(values.names));
  if (["all", "sources"].includes(what)) await sources({ requests: Number(values.requests), seed }, msMax);
  if (["all", "day"].includes(what)) await day(Number(values.lines), seed);
  if (["all", "schedules"].includes(what)) schedules(Number(values.schedules), seed, msMax);
  if (["all", "pages"].includes(what)) await pages(Number(values.kills), seed, msMax);
}

async function crash(rounds: number, seed: number, msMax: number): Promise<void> {
  const began = stopwatchMs();
  const isOver = (): boolean => stopwatchMs() - began > msMax;
  say(`crash: ${rounds} rounds, seed ${seed} …`);
  // Each round recounts all records: in one directory for ever it would only do that.
  const parts = Math.ceil(rounds / ROUNDS_IN_A_DIRECTORY);
  for (let part = 0; part < parts && !isOver(); part++) {
    const left = rounds - part * ROUNDS_IN_A_DIRECTORY;
    await inTemporaryDirectory(async (directory) => {
      const asked = { rounds: Math.min(ROUNDS_IN_A_DIRECTORY, left), seed: seed + part, isOver };
      const told = Object.entries(await crashRounds(directory, asked));
      say(`  ${told.map(([name, value]) => `${name} ${countText(value as number)}`).join(", ")}`);
    });
  }
  const seconds = ((stopwatchMs() - began) / 1_000).toFixed(0);
  say(`  ${seconds} s; nothing acknowledged was lost, nothing was counted twice`);
}

async function clients(names: number): Promise<void> {
  say(`clients: ${countText(names)} invented names …`);
  await inTemporaryDirectory(async (directory) => {
    const server = await startServer(directory);
    const { seconds, residentBytes, knownRequests } = await floodClients(server, names);
    say(`  ${seconds.toFixed(0)} s; resident memory on the way: ${residentBytes.map(bytesText).join(", ")}`);
    say(`  requests of the known client among them, all counted: ${countText(knownRequests)}`);
    await server.stop();
  });
}

async function sources(run: KnownRun, msMax: number): Promise<void> {
  const began = stopwatchMs();
  say(`sources: ${countText(run.requests)} known requests each, seed ${run.seed} …`);
  for (const [name, through] of Object.entries(SOURCES)) {
    const from = stopwatchMs();
    if (from - began > msMax) {
      say(`  ${name}: left out, the time is over`);
      continue;
    }
    await through(run);
    const seconds = ((stopwatchMs() - from) / 1_000).toFixed(0);
    say(`  ${name}: ${countText(run.requests)} requests, ${seconds} s, equal`);
  }
}

/** Each month is another one; between kills lie from a few transactions to some hundred. */
async function pages(kills: number, seed: number, msMax: number): Promise<void> {
  const began = stopwatchMs();
  say(`pages: ${countText(kills)} kills, seed ${seed} …`);
  const sum = { months: 0, kills: 0, letters: 0, transactions: 0 };
  await inTemporaryDirectory(async (directory) => {
    while (sum.kills < kills && stopwatchMs() - began < msMax) {
      const killEvery = 3 + ((seed + sum.months * 7) % 60);
      const scene = sceneOf(seed + sum.months, { days: 30, alerts: 90, killEvery });
      const simulation = new OncallSimulation(join(directory, `${sum.months++}.db`), scene);
      await simulation.open();
      await simulation.play();
      await simulation.checkPromises();
      sum.kills += simulation.kills;
      sum.letters += simulation.letters.length;
      sum.transactions += simulation.writes;
      await simulation.close();
    }
  });
  say(
    `  ${Object.entries(sum)
      .map(([name, count]) => `${name} ${countText(count)}`)
      .join(", ")}`,
  );
  say(`  ${((stopwatchMs() - began) / 1_000).toFixed(0)} s; nobody was left unpaged, or untold of an end`);
}

async function day(lines: number, seed: number): Promise<void> {
  const from = stopwatchMs();
  say(`day: ${countText(lines)} lines, ${ROTATIONS} rotations, seed ${seed} …`);
  await followDay({ lines, rotations: ROTATIONS, seed });
  say(`  ${((stopwatchMs() - from) / 1_000).toFixed(0)} s; each line was counted once`);
}

function schedules(count: number, seed: number, msMax: number): void {
  const from = stopwatchMs();
  say(`schedules: ${countText(count)}, seed ${seed} …`);
  let compared = 0;
  for (; compared < count && stopwatchMs() - from < msMax; compared++) {
    compareByMinute(new Random(seed + compared), ZONES[compared % ZONES.length] ?? "UTC", `seed ${seed + compared}`);
  }
  const seconds = ((stopwatchMs() - from) / 1_000).toFixed(0);
  say(`  ${seconds} s; ${countText(compared)} schedules were the same minute by minute`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
