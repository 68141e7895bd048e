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
  const beside = parts.length > 1 ? parts.filter(({ part }) => part.beside) : [];
  const besides = beside.map((part) => runPart(part, "failure"));
  const inTurn: StepResult[] = [];
  for (const part of parts) if (!beside.includes(part)) inTurn.push(await runPart(part, "live"));
  const results = [...(await Promise.all(besides)), ...inTurn];
  say(`\n${results.map(stepText).join("\n")}`);
  if (results.length === 0) say("There is no such test.");
  process.exitCode = results.length > 0 && results.every(({ ok }) => ok) ? 0 : 1;
}

async function runPart({ part, files }: PlannedPart, show: "live" | "failure"): Promise<StepResult> {
  const title = `\n── ${part.name}: ${files.length} files ──`;
  const ownMark = `${mark}-${part.name}`;
  say(show === "live" ? title : `${title}\nRuns beside the others; what it says follows when it ends.`);
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
    show,
    limitMs: part.partLimitMs,
    env: { [RUN_MARK]: ownMark },
  });
  if (result.output !== "") say(show === "live" ? result.output : `${title}\n${result.output}`);
  return (await leavesNothing(ownMark)) ? result : { ...result, ok: false };
}

/** A browser's helpers need a moment to notice that it is gone; what is there after it would stay. */
async function leavesNothing(ownMark: string): Promise<boolean> {
  for (let waited = 0; waited < GRACE_MS && findLeftovers(ownMark).length > 0; waited += 100) await wait(100);
  const leftovers = findLeftovers(ownMark);
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
