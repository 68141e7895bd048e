import { basename } from "node:path";
import { findFiles } from "./files.ts";
import { runStep, stepText, type StepResult } from "./run-step.ts";

/** `npm run bench [-- NAME…]`: the files of bench/, one after the other, each with both sides in one run. */
const LIMIT_MS = 900_000;
const wanted = process.argv.slice(2);
const benches = findFiles(["bench/*.ts"]).filter(
  (path) => wanted.length === 0 || wanted.includes(basename(path, ".ts")),
);
const results: StepResult[] = [];

for (const path of benches) {
  process.stdout.write(`\n── ${path} ──\n`);
  results.push(await runStep({ name: path, command: process.execPath, args: [path], show: "live", limitMs: LIMIT_MS }));
}
process.stdout.write(`\n${results.map(stepText).join("\n") || "There is no such bench."}\n`);
process.exitCode = results.length > 0 && results.every(({ ok }) => ok) ? 0 : 1;
