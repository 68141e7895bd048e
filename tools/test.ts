import { setTimeout as wait } from "node:timers/promises";
import { findFiles } from "./files.ts";
import { runStep, stepText, type StepResult } from "./run-step.ts";
import { findLeftovers, RUN_MARK } from "./test/leftovers.ts";
import { planTests, type PlannedPart } from "./test/plan.ts";
import { ensurePrograms } from "./test/programs.ts";

/**
 * `npm test`: all parts, or `-- --only unit|engines|interop|e2e`, or `-- FILE…`. Exit code 1 when a test fails or a process
 * is left behind, 2 when the tests cannot be run as asked.
 */
const GRACE_MS = 2_000;
const mark = `${process.pid}-${Date.now()}`;
const plan = planTests(process.argv.slice(2), ({ patterns }) => findFiles(patterns));

if ("refused" in plan) refuse(plan.refused);
else await runParts(plan.parts);

async function runParts(parts: readonly PlannedPart[]): Promise<void> {
  if (parts.some(({ part }) => !part.oneProcess)) {
    const remedy = ensurePrograms(say);
    if (remedy !== undefined) {
      refuse(remedy);
      return;
    }
  }
  const results: StepResult[] = [];
  for (const part of parts) results.push(await runPart(part));
  say(`\n${results.map(stepText).join("\n")}`);
  if (results.length === 0) say("There is no such test.");
  process.exitCode = results.length > 0 && results.every(({ ok }) => ok) ? 0 : 1;
}

async function runPart({ part, files }: PlannedPart): Promise<StepResult> {
  say(`\n── ${part.name}: ${files.length} files ──`);
  const result = await runStep({
    name: part.name,
    command: process.execPath,
    args: [
      `--import=${new URL("test/property-seed.ts", import.meta.url).href}`,
      "--test",
      "--test-reporter=spec",
      `--test-timeout=${part.testLimitMs}`,
      ...(part.oneProcess ? ["--test-isolation=none"] : ["--test-concurrency=1"]),
      ...files,
    ],
    show: "live",
    limitMs: part.partLimitMs,
    env: { [RUN_MARK]: mark },
  });
  if (result.output !== "") say(result.output);
  return (await leavesNothing()) ? result : { ...result, ok: false };
}

/** A browser's helpers need a moment to notice that it is gone; what is there after it would stay. */
async function leavesNothing(): Promise<boolean> {
  for (let waited = 0; waited < GRACE_MS && findLeftovers(mark).length > 0; waited += 100) await wait(100);
  const leftovers = findLeftovers(mark);
  for (const { id, command } of leftovers) {
    say(`The tests left the process ${id} behind; ending it: ${command}`);
    process.kill(id, "SIGKILL");
  }
  return leftovers.length === 0;
}

function refuse(text: string): void {
  process.stderr.write(`${text.trimEnd()}\n`);
  process.exitCode = 2;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
