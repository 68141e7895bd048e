import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { SECOND_MS } from "#kernel";
import { ensureConsole } from "../web/build/ensure-console.ts";
import { residentOf, type ServerProcess, startServer } from "./server/server-process.ts";

/**
 * `npm start` on an empty directory, `--starts` (7) times: how long until it is ready, by the clock and by the processor
 * time of the server itself (`npm` and the shell apart), and its resident memory 10 and 60 s later, while nobody asks for anything. The
 * console is built before. The first start finds nothing compiled, as after an installation, and is told apart.
 * Goals: ready within 2 s; at most 150 MB.
 */
const { values } = parseArgs({ options: { starts: { type: "string", default: "7" } } });
const STARTS = Number(values.starts);
const LOOKS_MS = [10 * SECOND_MS, 60 * SECOND_MS];

interface Seen {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly megabytes: readonly number[];
}

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const servers: ServerProcess[] = [];
try {
  await ensureConsole(join(import.meta.dirname, ".."), print);
  await run();
} finally {
  await Promise.all(servers.map(({ stop }) => stop()));
  rmSync(folder, { recursive: true });
}

async function run(): Promise<void> {
  // Node keeps what it compiled in the temporary directory.
  const temporary = join(folder, "temporary");
  mkdirSync(temporary);
  const first = await started("first", temporary);
  await first.stop();
  print(`the first start: ready after ${first.readyMs.toFixed(0)} ms, ${first.cpuMs} ms of processor`);
  const seen: Promise<Seen>[] = [];
  for (let start = 1; start < STARTS; start++) {
    const server = await started(`data-${start}`, temporary);
    servers.push(server);
    seen.push(idle(server));
  }
  report(await Promise.all(seen));
}

function started(name: string, temporary: string): Promise<ServerProcess> {
  const command = ["npm", "start", "--", "--port", "0", "--data", join(folder, name)];
  return startServer(command, { TMPDIR: temporary });
}

/** Looks at a server that nobody asks for anything. All wait at once: those that idle disturb the next start little. */
async function idle({ pid, readyMs, cpuMs }: ServerProcess): Promise<Seen> {
  const megabytes: number[] = [];
  let waited = 0;
  for (const look of LOOKS_MS) {
    await wait(look - waited);
    waited = look;
    megabytes.push(residentOf(pid).now);
  }
  return { wallMs: readyMs, cpuMs, megabytes };
}

function report(seen: readonly Seen[]): void {
  print(`${seen.length} more starts, smallest / median / largest`);
  print(`  ready after ${spread(seen.map(({ wallMs }) => wallMs))} ms`);
  print(`  of processor ${spread(seen.map(({ cpuMs }) => cpuMs))} ms`);
  for (const [index, look] of LOOKS_MS.entries()) {
    const held = seen.map(({ megabytes }) => megabytes[index] ?? Number.NaN);
    print(`  resident after ${look / SECOND_MS} s: ${spread(held)} MB`);
  }
}

function spread(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const picked = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return picked.map((number) => (number ?? Number.NaN).toFixed(0)).join(" / ");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
