import { writeFileSync } from "node:fs";
import { parseClientBy } from "#intake";
import { percentOfPpm, Refusal } from "#kernel";
import { supportableTarget } from "#objectives";
import type { Counts } from "#traffic";
import { CONFIDENCE } from "./findings.ts";
import type { ReplayReport } from "./report.ts";
import { STANDARD_INPUT_NAME } from "../input/source.ts";
import { periodText, plural } from "../words.ts";

/** Targets are written with the decimals that people say: 99.92 %, not 99.9224 %; always rounded down. */
const SPOKEN_PPM = 100;

/** A plan of some ten lines with targets that the history supports. Refuses to overwrite a file. */
export function writePlan(file: string, report: ReplayReport): void {
  try {
    writeFileSync(file, planText(report), { flag: "wx" });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal(
      "conflict",
      "replay.plan-not-written",
      `${file} cannot be written (${code}). Choose another name.`,
    );
  }
}

/** The plan as text. Only what replay saw: the reader adds people, hosts and plans. */
function planText(report: ReplayReport): string {
  const written = report.apis.filter(({ api, valid }) => NAME.test(api) && valid > 0);
  const others = report.apis.filter((counts) => !written.includes(counts));
  if (written.length === 0) throw new Refusal("invalid", "replay.nothing-to-plan", NOTHING_TO_PLAN);
  return [
    `# Targets that this history supports with 95 % confidence: ${plural(report.requests, "request")}, ${periodText(report)}.`,
    "# Check it: plimsoll replay --objectives THIS-FILE LOG",
    ...others.map(
      ({ api }) => `# Left out: ${JSON.stringify(api)} (no valid request, or no name of a-z, 0-9 and "-").`,
    ),
    "apis:",
    ...written.flatMap((counts) => apiLines(counts, report)),
    "",
  ].join("\n");
}

/** API names that a plan can hold; a log may use others. */
const NAME = /^[a-z0-9-]{1,63}$/;
/** Names that YAML reads as something else than text. */
const NOT_PLAIN = /^([\d-].*|null|true|false|yes|no|on|off|y|n)$/;

const NOTHING_TO_PLAN =
  'No plan can be written: no API of this log has a valid request and a name of a-z, 0-9 and "-". Name the API with --api NAME.';

function apiLines(counts: Counts & { readonly api: string }, report: ReplayReport): string[] {
  const files = report.files.filter((file) => file !== STANDARD_INPUT_NAME);
  return [
    `  ${NOT_PLAIN.test(counts.api) ? JSON.stringify(counts.api) : counts.api}:`,
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

/** Nothing where the files of a log name their clients in different ways. */
function clientLine(clientsBy: string): string[] {
  if (clientsBy.includes(", ")) return [];
  const client = parseClientBy(clientsBy);
  return [`    client: ${"name" in client ? `{${client.by}: ${JSON.stringify(client.name)}}` : client.by}`];
}

function spokenPercent(ppm: number): string {
  return percentOfPpm(Math.max(SPOKEN_PPM, Math.floor(ppm / SPOKEN_PPM) * SPOKEN_PPM)).replace(" ", "");
}
