import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { stopwatchMs } from "#kernel";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Ticks of /proc, in ms. */
const TICK_MS = 10;

/** A server that a bench started, and when it was ready. */
export interface ServerProcess {
  readonly url: string;
  /** What it says after that it is ready. */
  readonly output: Readable;
  /** Of the server itself, which may be started by others (`npm`, a shell). */
  readonly pid: number;
  /** From the start of the command until it told that it is ready. */
  readonly readyMs: number;
  /** What the server itself took of processors until then, all threads. */
  readonly cpuMs: number;
  /** SIGTERM; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/** Runs a command that starts a server, in the checkout, and waits until it is ready. `extra` is added to the environment. */
export async function startServer(
  command: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const [program = "", ...args] = command;
  const began = stopwatchMs();
  const child = spawn(program, args, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PORT: "", NODE_ENV: "", ...extra },
  });
  const url = await readyUrl(child.stdout);
  const readyMs = stopwatchMs() - began;
  const pid = leafOf(child.pid ?? 0);
  const stop = async (): Promise<void> => {
    const closed = once(child, "close");
    process.kill(pid, "SIGTERM");
    await closed;
  };
  return { url, output: child.stdout, pid, readyMs, cpuMs: cpuMsOf(pid), stop };
}

async function readyUrl(output: Readable): Promise<string> {
  let text = "";
  return await new Promise((resolve, reject) => {
    output.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const found = /is ready on (\S+)/.exec(text);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    output.on("end", () => reject(new Error(`The server ended before it was ready: ${text}`)));
  });
}

/** The last child of a child of …: what a chain of programs that start each other ends with. */
function leafOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return children === "" ? pid : leafOf(Number(children.split(" ")[0]));
}

function cpuMsOf(pid: number): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user = 0, system = 0] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) * TICK_MS;
}

/** What a process holds of memory, and held at most; MB of a million bytes. */
export function residentOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string): number =>
    (Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1_024) / 1e6;
  return { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}
