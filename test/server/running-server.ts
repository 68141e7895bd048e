import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
const READY_MS_MAX = 120_000;
/** Those that run, and where: a test that fails leaves none behind. */
const children = new Map<ChildProcess, string>();

/** What `DIR/bootstrap.json` says. */
export interface Bootstrap {
  readonly url: string;
  readonly adminToken: string;
  readonly intakeToken: string;
}

/** A server process of ours on loopback, with all that it wrote. */
export interface RunningServer extends Bootstrap {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** SIGTERM; gives the exit code. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL, as a power cut for the process. */
  readonly kill: () => Promise<void>;
  /** A request with the administrator's token. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  /** Posts NDJSON with the intake token. */
  readonly post: (body: string | Uint8Array, headers?: Record<string, string>) => Promise<Response>;
}

/** Starts `plimsoll start` on a free port, and waits until it is ready. `args` are added to its flags, `env` to its environment. */
export async function startServer(
  directory: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const child = spawn(process.execPath, [PLIMSOLL, "start", "--port", "0", "--data", directory, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PORT: "", NODE_ENV: "test", ...env },
  });
  runsIn(directory, child);
  let written = "";
  child.stderr.on("data", (chunk: Buffer) => (written += chunk.toString()));
  const exited = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    const timer = setTimeout(() => reject(new Error(`not ready after ${READY_MS_MAX} ms:\n${written}`)), READY_MS_MAX);
    lines.on("line", (line) => {
      written += `${line}\n`;
      const found = /ready on (http:\/\/\S+)/.exec(line);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found[1] as string);
    });
    void exited.then(([code]) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${String(code)} before it was ready:\n${written}`));
    });
  });
  const { adminToken, intakeToken } = JSON.parse(readFileSync(join(directory, "bootstrap.json"), "utf8")) as Bootstrap;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  };
  return {
    url,
    adminToken,
    intakeToken,
    process: child,
    output: () => written,
    stop: () => end("SIGTERM"),
    kill: async () => {
      await end("SIGKILL");
    },
    call: (path, init = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${adminToken}`, ...(init.headers as Record<string, string>) },
      }),
    post: (body, headers = {}) =>
      fetch(`${url}/intake/v1/records`, {
        method: "POST",
        body: body as NonNullable<RequestInit["body"]>,
        headers: { authorization: `Bearer ${intakeToken}`, "content-type": "application/x-ndjson", ...headers },
      }),
  };
}

/** Notes that a process runs in a directory: it ends with that. */
export function runsIn(directory: string, child: ChildProcess): void {
  children.set(child, directory);
  child.once("exit", () => children.delete(child));
}

/** A directory that is gone after `run`, as are the processes that still run in it then. */
export async function inTemporaryDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-server-"));
  try {
    await run(directory);
  } finally {
    for (const [child, place] of children) if (place.startsWith(directory)) child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  }
}
