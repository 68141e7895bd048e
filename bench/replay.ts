import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stopwatchMs } from "#kernel";

/**
 * `plimsoll replay` of a generated combined log of 2 M lines against goaccess (Debian's package) on the same file: wall
 * to wall, both kept on one processor, alternating, medians. goaccess counts hits, visitors and addresses; replay also
 * judges an objective for each of 5,000 clients. Goal: faster than goaccess, below 400 MB.
 */
const LINES = 2_000_000;
const ROUNDS = 3;
const MEMORY_EVERY_MS = 20;
const MEMORY_MAX_MB = 400;

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const log = join(folder, "access.log");

interface Run {
  readonly seconds: number;
  /** The most memory that the process had in use, MB (VmHWM). */
  readonly megabytes: number;
}

const SIDES: Readonly<Record<string, readonly string[]>> = {
  replay: [process.execPath, join(root, "bin/plimsoll"), "replay", log, "--json"],
  goaccess: ["goaccess", log, "--log-format=COMBINED", "--no-progress", "--output", join(folder, "goaccess.html")],
};

try {
  generateLog();
  const runs: Record<string, Run[]> = { replay: [], goaccess: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, command] of Object.entries(SIDES)) runs[name]?.push(await run(command));
  }
  report(median(runs["replay"] ?? []), median(runs["goaccess"] ?? []));
} finally {
  rmSync(folder, { recursive: true });
}

function generateLog(): void {
  const asked = ["--story", "bulk", "--format", "combined", "--lines", String(LINES), "--out", log];
  const made = spawnSync(process.execPath, [join(root, "tools/generate.ts"), ...asked], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (made.status !== 0) throw new Error("the log could not be generated");
}

async function run(command: readonly string[]): Promise<Run> {
  const started = stopwatchMs();
  const child = spawn("taskset", ["--cpu-list", "0", ...command], { stdio: ["ignore", "ignore", "inherit"] });
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, peakOf(child.pid ?? 0));
  }, MEMORY_EVERY_MS);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command[0] ?? ""} ended with ${code}: is Debian's package goaccess installed?`);
  return { seconds: (stopwatchMs() - started) / 1_000, megabytes };
}

function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
  } catch {
    // It has just ended: the last reading stands.
    return 0;
  }
}

function median(runs: readonly Run[]): Run {
  return { seconds: middle(runs.map(({ seconds }) => seconds)), megabytes: middle(runs.map((one) => one.megabytes)) };
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function report(replay: Run, goaccess: Run): void {
  const row = (name: string, { seconds, megabytes }: Run): string =>
    `  ${name.padEnd(9)} ${seconds.toFixed(1).padStart(5)} s  ${Math.round(LINES / seconds / 1_000)} k lines/s  ${Math.round(megabytes)} MB at most`;
  const size = Math.round(statSync(log).size / 1_000_000);
  console.log(`replay: ${LINES} combined lines, ${size} MB, one processor, medians of ${ROUNDS} runs`);
  console.log(row("replay", replay));
  console.log(row("goaccess", goaccess));
  console.log(
    `  ratio of the times ${(goaccess.seconds / replay.seconds).toFixed(2)} (goal above 1); memory goal ${MEMORY_MAX_MB} MB`,
  );
}
