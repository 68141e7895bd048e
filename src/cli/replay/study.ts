import { Dictionaries } from "#records";
import { compareText, DAY_MS, Refusal } from "#kernel";
import { isOfRecords, reserveNames } from "#objectives";
import { assumptionsOf, remarksOf } from "./assumptions.ts";
import { findingsOf } from "./findings.ts";
import { judgementOf } from "./judgement.ts";
import { Measurement } from "./measurement.ts";
import type { ReplayOptions } from "./options.ts";
import { plotsOf } from "./plots.ts";
import { Progress } from "./progress.ts";
import { Reading } from "./reading.ts";
import type { ReplayReport, ReplaySeries } from "./report.ts";
import { Scope } from "./scope.ts";
import { openSources } from "../input/source.ts";
import { Told } from "./told.ts";
import { elsewhereRemarks } from "./elsewhere-remarks.ts";
import type { Work } from "./work.ts";

const APIS_TOLD_MAX = 5;

/** HTTP began in 1991: an earlier time is a clock that was never set. */
const BELIEVED_FROM = 662_688_000_000;

const WORDS = { command: "plimsoll replay -", inDirectory: "the log files in it: %/*.log" };

/** What a replay found: figures, and series for pictures. */
export interface Study {
  readonly report: ReplayReport;
  readonly series: ReplaySeries;
}

/** Reads all inputs, counts, judges. `now` bounds the times that are believed. Refuses what cannot be read. */
export async function study(options: ReplayOptions, now: number): Promise<Study> {
  const scope = new Scope(options);
  const names = new Dictionaries();
  const told = new Told(scope.planned);
  for (const objective of scope.planned.filter(isOfRecords)) reserveNames(objective, names);
  const measured = new Measurement(names, (api) => scope.objectivesOf(api), scope.objectivesMax);
  const reading = new Reading(
    {
      format: options.format,
      clientBy: scope.clientBy,
      api: scope.api,
      onlyApi: options.api !== undefined,
      believed: { from: BELIEVED_FROM, to: now + DAY_MS },
      operationOf: (method, path) => scope.operationOf(method, path),
      numbersAlike: scope.numbersAlike,
      dimensions: told.dimensions,
      dictionaries: names,
    },
    (columns) => {
      told.look(columns);
      measured.countAll(columns);
    },
  );
  await readAll(options.files, reading);
  refuseNothing(reading, measured, options);
  return studyOf({ scope, names, measured, told, reading, keys: measured.cells.sortedKeys() });
}

async function readAll(files: readonly string[], reading: Reading): Promise<void> {
  const sources = openSources(files, WORDS);
  const progress = new Progress(sources);
  try {
    for (const source of sources) await reading.readAll(source, progress);
  } finally {
    progress.clear();
  }
}

/** Nothing kept, or nothing that counts: no figure could be told. */
function refuseNothing(reading: Reading, measured: Measurement, options: ReplayOptions): void {
  if (measured.cells.length > 0) return;
  const first = reading.examples[0];
  const why =
    reading.read === 0
      ? `There is no line in ${options.files.join(", ")}. Is the log written somewhere else, or was it just rotated? Name the rotated file as well.`
      : first === undefined
        ? `None of the ${reading.kept} records is client traffic in production, so there is nothing to measure.`
        : `None of the ${reading.read} lines was kept. ${first.file}, line ${first.line}: ${first.reason}: ${first.detail}. If the format was misjudged, name it with --format.`;
  throw new Refusal("invalid", "replay.nothing-kept", why);
}

function studyOf(work: Work): Study {
  const { reading, measured } = work;
  const findings = findingsOf(work);
  const { burnDown, ...judged } = judgementOf(
    work,
    { from: findings.from, to: findings.to },
    work.scope.plan?.exclusions ?? [],
  );
  if (judged.objectives.length === 0) {
    throw noObjective(work);
  }
  const report = {
    ...findings,
    files: reading.files.map(({ name }) => name),
    assumed: assumptionsOf(work),
    remarks: remarksOf(work),
    lines: {
      read: reading.read,
      kept: reading.kept,
      dropped: Object.fromEntries(reading.dropped),
      examples: reading.examples,
      aside: Object.fromEntries([...measured.aside].toSorted(([a], [b]) => compareText(a, b))),
    },
    clientsBy: [...new Set(reading.files.map(({ clientBy }) => clientBy))].join(", "),
    ...judged,
  };
  return { report, series: { ...plotsOf(work, findings.clients), burnDown } };
}

function noObjective({ scope, names }: Work): Refusal {
  const seen = names.apis.names;
  const planned = [...new Set(scope.planned.map(({ api }) => api))];
  const elsewhere = elsewhereRemarks(scope.planned.filter(({ api }) => seen.includes(api)));
  const why =
    elsewhere.length > 0
      ? `No objective of the plan can be judged from records. ${elsewhere.join(" ")}`
      : `The plan has no objective for ${seen.join(", ")}, but for ${planned.slice(0, APIS_TOLD_MAX).join(", ")}. Name the API that this log is of with --api NAME.`;
  return new Refusal("invalid", "replay.no-objective", why);
}
