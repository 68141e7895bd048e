import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Records over HTTP, durable before they are answered: what one would write in an afternoon
 * (`intake/naive-server.ts`) against our receiver alone (`intake/receiver-server.ts`) and against the whole server
 * (`plimsoll start`, 100,000 clients with an objective each), by the same load from another process, each server on one
 * processor. Goal for the whole server: at least 4 × the records a second.
 */
const ROUNDS = 2;
const SECONDS = 5;
/** Each with an objective of its own. */
const CLIENTS = 100_000;
const PACED_RATE = 20_000;
const LOADS: readonly (readonly [title: string, records: number, connections: number, rate: number])[] = [
  ["full load, bodies of 50", 50, 32, 0],
  ["full load, bodies of 1000", 1_000, 16, 0],
  ["20,000 records/s, bodies of 50", 50, 16, PACED_RATE],
];
const SIDES = ["naive", "receiver", "plimsoll"] as const;
type Side = (typeof SIDES)[number];
/** As bin/plimsoll starts a server. */
const FLAGS: Readonly<Record<Side, readonly string[]>> = {
  naive: [],
  receiver: [],
  plimsoll: ["--max-semi-space-size=4"],
};

interface Seen {
  readonly recordsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Records that all of the server's threads took for a second of processor time: others on the machine matter less. */
  readonly recordsPerCpuSecond: number;
  readonly megabytes: number;
}

const here = fileURLToPath(new URL("./intake", import.meta.url));

for (const [title, records, connections, rate] of LOADS) {
  const seen: Record<Side, Seen[]> = { naive: [], receiver: [], plimsoll: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of SIDES) seen[side].push(await measured(side, [records, connections, SECONDS, rate, CLIENTS]));
  }
  console.log(`${title}, ${connections} connections, best of ${ROUNDS} rounds of ${SECONDS} s`);
  const best = SIDES.map((side) => seen[side].toSorted((a, b) => b.recordsPerSecond - a.recordsPerSecond)[0] as Seen);
  for (const [i, side] of SIDES.entries()) console.log(rowText(side, best[i] as Seen));
  if (rate > 0) continue;
  const [naive, ...ours] = best as [Seen, ...Seen[]];
  for (const [i, one] of ours.entries()) console.log(`  ${SIDES[i + 1]} / naive: ${ratioText(naive, one)}`);
}

function ratioText(naive: Seen, ours: Seen): string {
  const byTime = (ours.recordsPerSecond / naive.recordsPerSecond).toFixed(1);
  return `${byTime}, by processor time ${(ours.recordsPerCpuSecond / naive.recordsPerCpuSecond).toFixed(1)}`;
}

async function measured(side: Side, load: readonly number[]): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-intake-"));
  const server = started("0", [...FLAGS[side], join(here, `${side}-server.ts`), join(folder, "records")]);
  try {
    const target = (await lineOf(server, /^\d+ \S+$/m)).split(" ");
    const pid = server.pid ?? 0;
    const driver = started("1", [join(here, "load.ts"), ...target, ...[...load, pid].map(String)]);
    const seen = JSON.parse(await lineOf(driver, /^\{.*\}$/m)) as Omit<Seen, "megabytes">;
    return { ...seen, megabytes: memoryOf(pid) };
  } finally {
    const closed = once(server, "close");
    server.kill();
    await closed;
    rmSync(folder, { recursive: true });
  }
}

function started(processor: string, command: readonly string[]): ChildProcess {
  return spawn("taskset", ["--cpu-list", processor, process.execPath, ...command], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** The line that is meant, among others that a child writes. */
async function lineOf({ stdout }: ChildProcess, line: RegExp): Promise<string> {
  if (stdout === null) throw new Error("a child without output");
  let text = "";
  for await (const chunk of stdout) {
    text += String(chunk);
    const found = text.endsWith("\n") ? line.exec(text) : null;
    if (found !== null) return found[0];
  }
  throw new Error("a child ended without a word");
}

function memoryOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

function rowText(side: Side, { megabytes, p50, p99, recordsPerCpuSecond, recordsPerSecond }: Seen): string {
  const [rate, cpu] = [recordsPerSecond, recordsPerCpuSecond].map((one) =>
    Math.round(one).toLocaleString("en").padStart(10),
  );
  return `  ${side.padEnd(9)} ${rate} records/s ${cpu} per CPU second   p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms   ${megabytes} MB`;
}
