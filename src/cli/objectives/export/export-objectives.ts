import { Refusal } from "#kernel";
import { leftOutText, type Objective, type ObjectivesFile, pairsFor, printOpenSlo, prometheusRules } from "#objectives";
import { EXIT } from "../../exit.ts";
import { identityOf } from "../../input/identity-of.ts";
import { openObjectives } from "../../open-objectives.ts";
import { printable } from "../../terminal/layout.ts";
import { writeOutput } from "../../write-output.ts";

/** What `plimsoll objectives export` was asked to do. */
export interface ExportOptions {
  readonly to: "openslo" | "prometheus";
  readonly objectives: string;
  /** Names; absent = all. */
  readonly objective?: readonly string[];
  /** File that is written; absent = standard output. */
  readonly out?: string;
}

/** What a language makes of objectives: its text, and what a person should know about what is not in it. */
interface Language {
  readonly textOf: (objectives: readonly Objective[]) => string;
  readonly remarksOn: (objective: Objective, file: ObjectivesFile) => readonly string[];
}

const LANGUAGES: Readonly<Record<ExportOptions["to"], Language>> = {
  openslo: { textOf: printOpenSlo, remarksOn: openSloRemarks },
  prometheus: { textOf: prometheusRules, remarksOn: rulesRemarks },
};

/** The verb: reads the plan, writes the text, tells on standard error what was left out. Gives the exit code. */
export function exportObjectives(options: ExportOptions): number {
  const { out } = options;
  if (out !== undefined && (out === "" || identityOf(out) === identityOf(options.objectives))) {
    const detail = `--out "${out}" is ${out === "" ? "no file name" : "the plan itself"}. Choose another name.`;
    throw new Refusal("conflict", "export.output-unusable", detail);
  }
  const file = openObjectives(options.objectives);
  const objectives = chosen(file.objectives, options.objective);
  const { textOf, remarksOn } = LANGUAGES[options.to];
  const text = textOf(objectives);
  if (out === undefined) process.stdout.write(text);
  else writeOutput("--out", out, text);
  for (const remark of [...file.assumed, ...objectives.flatMap((objective) => remarksOn(objective, file))]) {
    process.stderr.write(`plimsoll: ${printable(remark)}\n`);
  }
  return EXIT.done;
}

function chosen(all: readonly Objective[], names: readonly string[] | undefined): readonly Objective[] {
  if (names === undefined) return all;
  const unknown = names.filter((name) => !all.some((objective) => objective.name === name));
  if (unknown.length === 0) return all.filter(({ name }) => names.includes(name));
  const known = all.map(({ name }) => name).join(", ");
  const detail = `The plan has no objective ${unknown.join(", ")}. It has: ${known}.`;
  throw new Refusal("not-found", "export.unknown-objective", detail);
}

function openSloRemarks({ name, api }: Objective, { exclusions }: ObjectivesFile): readonly string[] {
  const maintenance = `${name} is exported without the maintenance of the plan: OpenSLO has no word for it.`;
  return exclusions.some((exclusion) => exclusion.api === api) ? [maintenance] : [];
}

function rulesRemarks(objective: Objective, { exclusions }: ObjectivesFile): readonly string[] {
  const { name, api, window, perClient } = objective;
  const budget = `${name} has a calendar window: its alerts are exported, its budget is not, as no range of Prometheus begins with a month.`;
  const clients = `${name} is exported for the API as a whole, not for each client.`;
  const maintenance = `${name} is exported without the maintenance of the plan: Prometheus counts those requests, too.`;
  return [
    ...pairsFor(objective).leftOut.map((leftOut) => leftOutText(name, leftOut)),
    ...(window.kind === "calendar" ? [budget] : []),
    ...(perClient ? [clients] : []),
    ...(exclusions.some((exclusion) => exclusion.api === api) ? [maintenance] : []),
  ];
}
