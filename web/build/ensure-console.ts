import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isCurrent } from "./stamp.ts";

/** A build takes seconds; one that takes longer is ended. */
const LIMIT_MS = 180_000;
const LOOK_AGAIN_MS = 200;

/**
 * Makes sure that `web/dist` is the console of the sources as they are, and returns its folder. Builds only when it is
 * not, telling so by `say`; of several starts at once one builds, the others wait for it. Rejects with what the
 * bundler said when it fails.
 */
export async function ensureConsole(root: string, say: (line: string) => void): Promise<string> {
  const dist = join(root, "web", "dist");
  for (let waitedMs = 0; !isCurrent(root, dist); waitedMs += LOOK_AGAIN_MS) {
    if (tryLock(root)) {
      await buildLocked(root, say);
      return dist;
    }
    if (waitedMs === 0) say("Another start is building the console; waiting for it.");
    if (waitedMs > LIMIT_MS) {
      throw new Error(`The console is still not built. If nobody builds it, remove ${lockFile(root)}.`);
    }
    await pause(LOOK_AGAIN_MS);
  }
  return dist;
}

async function buildLocked(root: string, say: (line: string) => void): Promise<void> {
  const started = performance.now();
  say("Building the console: once, until its sources change …");
  try {
    const told = await runBuild(root);
    say(`The console is built, in ${((performance.now() - started) / 1_000).toFixed(1)} s: ${told}.`);
  } finally {
    rmSync(lockFile(root), { force: true });
  }
}

/** The lock holds the id of the process that builds: one that died is no reason to wait. */
function tryLock(root: string): boolean {
  const file = lockFile(root);
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (existsSync(file) && !isAlive(Number(readFileSync(file, "utf8")))) rmSync(file, { force: true });
    return false;
  }
}

function lockFile(root: string): string {
  return join(root, "web", "dist.lock");
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function runBuild(root: string): Promise<string> {
  const program = join(root, "web", "build", "build-console.ts");
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      // What is built for people is the same whoever starts the server first, tests too.
      env: { ...process.env, NODE_ENV: "production" },
      timeout: LIMIT_MS,
    });
    let output = "";
    let faults = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      faults += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output.trim());
      else reject(new Error(`The console could not be built. ${faults.trim()}`));
    });
  });
}
