import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./files.ts";
import { runStep, stepText, type Step } from "./run-step.ts";

/**
 * Everything that is known without running the product, in seconds: one line a step, and the whole output of those
 * that fail. Exit code 1 when any does. `npm run format` mends the first one.
 */
const LIMIT_MS = 300_000;
const FOLDERS = ["src", "test", "bench", "tools", "web", "examples", "packages"].filter((folder) =>
  existsSync(join(ROOT, folder)),
);

const steps: Step[] = [
  step("format", "oxfmt", ["--check"]),
  step("lint", "oxlint", FOLDERS),
  step("types", "tsc", ["--noEmit", "-p", "."]),
  step("types of the console", "tsc", ["--noEmit", "-p", "web"]),
  step("dead code", "knip", []),
  step("doors that only tests use", "knip", [
    "--production",
    "--config",
    "tools/knip-doors.json",
    "--include",
    "exports,types",
  ]),
  step("architecture", "node", ["tools/architecture.ts"]),
  step("lock file", "node", ["tools/lock.ts", "--check"]),
  step("document references", "node", ["tools/doc-refs.ts"]),
];

const started = performance.now();
const results = await Promise.all(
  steps.map(async (each) => {
    const result = await runStep(each);
    process.stdout.write(`${stepText(result)}\n`);
    return result;
  }),
);

const failed = results.filter(({ ok }) => !ok);
for (const { name, output } of failed) process.stdout.write(`\n── ${name} ──\n${output}`);
const seconds = ((performance.now() - started) / 1_000).toFixed(1);
process.stdout.write(
  failed.length === 0
    ? `All ${results.length} checks passed in ${seconds} s.\n`
    : `\n${failed.length} of ${results.length} checks failed after ${seconds} s: ${failed.map(({ name }) => name).join(", ")}.\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function step(name: string, command: string, args: readonly string[]): Step {
  return { name, command, args, show: "failure", limitMs: LIMIT_MS };
}
