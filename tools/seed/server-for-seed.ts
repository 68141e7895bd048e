import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Refusal } from "#kernel";
import { bootstrapOf, type StoryAccess } from "./story-access.ts";

const PLIMSOLL = fileURLToPath(new URL("../../bin/plimsoll", import.meta.url));
/** The first start builds the console. */
const READY_SECONDS_MAX = 180;
const STOP_MS_MAX = 60_000;

/** A server to tell a story to; at the end of its use it stops if it was started for it. */
export interface ServerForSeed extends AsyncDisposable {
  readonly access: StoryAccess;
  readonly isOwn: boolean;
}

/** The server that runs on a data directory, or one that is started there. */
export async function serverForSeed(directory: string, signal: AbortSignal): Promise<ServerForSeed> {
  const known = bootstrapOf(directory);
  if (known !== null && (await isReady(known.url))) {
    return { access: known, isOwn: false, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const child = spawn(process.execPath, [PLIMSOLL, "start", "--data", directory], {
    // What it says to its user (the one-time link) is no answer of ours.
    stdio: ["ignore", process.stderr, process.stderr],
  });
  try {
    return { access: await ready(child, directory, signal), isOwn: true, [Symbol.asyncDispose]: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function ready(child: ChildProcess, directory: string, signal: AbortSignal): Promise<StoryAccess> {
  for (let second = 0; second < READY_SECONDS_MAX; second++) {
    if (child.exitCode !== null || child.signalCode !== null) throw notStarted("it ended, see above");
    const access = bootstrapOf(directory);
    if (access !== null && (await isReady(access.url))) return access;
    await wait(1_000, undefined, { signal });
  }
  throw notStarted(`it is not ready after ${READY_SECONDS_MAX} s`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL("/readyz", url), { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    // Nobody listens there, which is the answer.
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await once(child, "exit");
  clearTimeout(late);
}

function notStarted(why: string): Refusal {
  return new Refusal(
    "unavailable",
    "seed.no-server",
    `No server runs on this data directory, and the one that was started for the story cannot be used: ${why}.`,
  );
}
