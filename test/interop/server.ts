import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** How to start a real server in the foreground. */
export interface ServerCommand {
  readonly program: string;
  /** The Debian package that has the program. */
  readonly debianPackage: string;
  readonly args: readonly string[];
  /** On which it answers, on loopback. */
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that answers. */
export interface RunningServer {
  /** What it has printed to standard output so far. */
  readonly output: () => Buffer;
  /** Ends it by its process id and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

const START_MAX_MS = 5_000;
const STOP_MAX_MS = 3_000;
const POLL_MS = 10;

/** Starts a server and waits until its port answers; fails with what it printed when it ends or stays silent. */
export async function startServer(command: ServerCommand): Promise<RunningServer> {
  const child = spawn(command.program, command.args, {
    stdio: ["ignore", "pipe", "pipe"],
    // Debian keeps servers in /usr/sbin, which is not in everybody's PATH.
    env: { ...process.env, ...command.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin` },
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  let failure: string | undefined;
  child.once("error", (error) => (failure = sentenceOf(command, error)));
  child.once("exit", (code) => (failure ??= `${command.program} ended with code ${code}`));
  const printed = () => Buffer.concat([...output, ...errors]).toString();
  try {
    await until(() => failure !== undefined || answers(command.port), `${command.program} answers`, START_MAX_MS);
    assert.equal(failure, undefined, `${failure}\n${printed()}`);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return { output: () => Buffer.concat(output), stop: () => stop(child) };
}

/** A port of the loopback that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  server.close();
  await once(server, "close");
  return address.port;
}

/** Asks again and again, at most `maxMs`, until the answer is yes. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, maxMs: number): Promise<void> {
  const deadline = performance.now() + maxMs;
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, `waited ${maxMs} ms in vain until ${what}`);
    await pause(POLL_MS);
  }
}

function sentenceOf({ program, debianPackage }: ServerCommand, error: NodeJS.ErrnoException): string {
  if (error.code !== "ENOENT") return `${program} does not start: ${error.message}`;
  return `${program} is not installed, and this test needs the real one. Install Debian's package: apt-get install ${debianPackage}`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(socket.destroy() === socket));
    socket.once("error", () => resolve(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_MAX_MS);
  await gone;
  clearTimeout(late);
}
