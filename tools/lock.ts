import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./files.ts";
import { lockFaults, type Manifest } from "./lock/faults.ts";
import type { LockFile } from "./lock/lock-file.ts";
import { missingStubs } from "./lock/stubs.ts";

/** Completes package-lock.json, so that `npm ci` works on every platform; `--check` only tells. Exit code 1 on faults. */
const LOCK = join(ROOT, "package-lock.json");

if (!process.argv.includes("--check")) addStubs();
const faults = lockFaults(readJson(join(ROOT, "package.json")) as Manifest, readJson(LOCK) as LockFile);
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(faults.length === 0 ? "The lock file is complete.\n" : `${faults.length} to mend.\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function addStubs(): void {
  const lock = readJson(LOCK) as LockFile;
  const stubs = missingStubs(lock);
  if (stubs.size === 0) return;
  const all: Record<string, object> = { ...lock.packages, ...Object.fromEntries(stubs) };
  const keys = Object.keys(all).toSorted((a, b) => a.localeCompare(b, "en"));
  const packages = Object.fromEntries(keys.map((key) => [key, all[key]]));
  writeFileSync(LOCK, `${JSON.stringify({ ...lock, packages }, undefined, 2)}\n`);
  process.stdout.write(`Added ${stubs.size} packages of other platforms.\n`);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
