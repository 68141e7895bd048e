import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "./files.ts";

/** One command of a longer run. `show: "failure"` keeps its output back until it is known to have failed. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly show: "live" | "failure";
  /** The longest that it may take; then it is ended and has failed. */
  readonly limitMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a step ended. `output` is empty for a live step. */
export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Runs a step in the root of the checkout, under the Node that runs this, with the installed tools in PATH. */
export async function runStep(step: Step): Promise<StepResult> {
  const started = performance.now();
  const { ok, output } = await finished(step);
  return { name: step.name, ok, output, seconds: (performance.now() - started) / 1_000 };
}

/** "ok      4.2 s  lint", to stand in a column. */
export function stepText({ name, ok, seconds }: StepResult): string {
  return `${ok ? "ok    " : "FAILED"} ${seconds.toFixed(1).padStart(6)} s  ${name}`;
}

async function finished({ command, args, show, limitMs, env }: Step): Promise<{ ok: boolean; output: string }> {
  return await new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, PATH: toolPath(), ...env },
      stdio: ["ignore", show === "live" ? "inherit" : "pipe", show === "live" ? "inherit" : "pipe"],
      timeout: limitMs,
      killSignal: "SIGKILL",
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
    const end = (ok: boolean, last: string): void => {
      resolve({ ok, output: Buffer.concat(chunks).toString("utf8") + last });
    };
    child.on("error", (error) => {
      end(false, `${command} did not start: ${error.message}\n`);
    });
    child.on("close", (code, signal) => {
      end(code === 0, signal === null ? "" : `ended by ${signal}: the limit is ${limitMs / 1_000} s\n`);
    });
  });
}

function toolPath(): string {
  return [join(ROOT, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
}
