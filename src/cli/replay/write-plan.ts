import { writeFileSync } from "node:fs";
import { percentOfPpm, Refusal } from "#kernel";
import { supportableTarget } from "#objectives";
import type { Counts } from "#traffic";
import { CONFIDENCE } from "./findings.ts";
import type { ReplayReport } from "./report.ts";
import { STANDARD_INPUT_NAME } from "./source.ts";
import { periodText, plural } from "./words.ts";

/** Targets are written with the decimals that people say: 99.92 %, not 99.9224 %; always rounded down. */
const SPOKEN_PPM = 100;

/** A plan of some ten lines with targets that the history supports. Refuses to overwrite a file. */
export function writePlan(file: string, report: ReplayReport): void {
  try {
    writeFileSync(file, planText(report), { flag: "wx" });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why =
      code === "EEXIST"
        ? "exists already, and a plan is not overwritten. Choose another name, or remove it first."
        : `cannot be written (${code}).`;
    throw new Refusal("conflict", "replay.plan-not-written", `${file} ${why}`);
  }
}

/** The plan as text. Only what replay saw: the reader adds people, hosts and plans. */
function planText(report: ReplayReport): string {
  return [
    `# Targets that this history supports with 95 % confidence: ${plural(report.requests, "request")}, ${periodText(report)}.`,
    "# Check it: plimsoll replay --objectives THIS-FILE LOG",
    "apis:",
    ...report.apis.flatMap((counts) => apiLines(counts, report)),
    "",
  ].join("\n");
}

function apiLines(counts: Counts & { readonly api: string }, report: ReplayReport): string[] {
  const files = report.files.filter((file) => file !== STANDARD_INPUT_NAME);
  return [
    `  ${nameOf(counts.api)}:`,
    ...(files.length > 0 ? [`    logs: ${JSON.stringify(files)}`] : []),
    ...clientLine(report.clientsBy),
    "    window: 30 days",
    "    objectives:",
    ...objectiveLines(counts, report).map((line) => `      ${line}`),
    "    perClient: true",
  ];
}

/** Latencies are known of all requests together, so they are written only where these are of one API. */
function objectiveLines(counts: Counts & { readonly api: string }, report: ReplayReport): string[] {
  const availability = supportableTarget(counts.valid, counts.bad, CONFIDENCE);
  const latency =
    report.apis.length === 1 ? report.supportable.find(({ withinMs }) => withinMs !== undefined) : undefined;
  return [
    ...(availability === null ? [] : [`availability: ${spokenPercent(availability)}`]),
    ...(latency === undefined ? [] : [`latency: ${spokenPercent(latency.targetPpm)} within ${latency.withinMs}ms`]),
  ];
}

function clientLine(clientsBy: string): string[] {
  const [by = "", name] = clientsBy.split(/:(.*)/s);
  return [`    client: ${name === undefined ? by : `{${by}: ${JSON.stringify(name)}}`}`];
}

function spokenPercent(ppm: number): string {
  return percentOfPpm(Math.max(SPOKEN_PPM, Math.floor(ppm / SPOKEN_PPM) * SPOKEN_PPM)).replace(" ", "");
}

/** API names of a plan are `[a-z0-9-]{1,63}`; a log may use others. */
function nameOf(api: string): string {
  return api
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .slice(0, 63);
}
