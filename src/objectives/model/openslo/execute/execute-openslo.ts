import { DANGLING, DUPLICATE_NAME, type OpenSloText, validateOpenSlo } from "../validate.ts";
import type { Objective } from "../../objective.ts";
import { Execution } from "./execution.ts";
import { checkSettings } from "./settings.ts";
import type { PlacedObjective } from "./entry-objective.ts";
import { sloObjectives } from "./slo-objectives.ts";

/** What documents promise. */
export interface ExecutedOpenSlo {
  /** In the order of the SLO documents; their names are unique. */
  readonly objectives: readonly Objective[];
  /** What was read otherwise than written, each in a sentence with its place. */
  readonly assumed: readonly string[];
}

const BROKEN_NAMES = new Set([DANGLING.code, DUPLICATE_NAME.code]);

/**
 * The objectives of all documents of all texts together. Refuses with all faults at once, each with file, line, column
 * and remedy: documents that are not valid (leniently), names that lead nowhere or are there twice, and what is valid
 * but cannot be computed.
 */
export function executeOpenSlo(texts: readonly OpenSloText[]): ExecutedOpenSlo {
  const verdict = validateOpenSlo(texts, false);
  const execution = new Execution(
    texts.map(({ file }) => file),
    verdict.read,
  );
  for (const { file, errors, warnings } of verdict.documents) {
    const broken = warnings.filter(({ code }) => BROKEN_NAMES.has(code));
    for (const { path, message, ...place } of [...errors, ...broken]) {
      execution.faultIn(file, place, path === "" ? message : `${path}: ${message}`);
    }
  }
  for (const kind of ["Service", "DataSource", "SLI", "AlertPolicy", "AlertNotificationTarget"] as const) {
    for (const { document, at } of execution.all(kind)) checkSettings(kind, document.metadata, { at, execution });
  }
  const slos = execution.all("SLO");
  const placed = slos.flatMap((slo) => sloObjectives(slo, execution));
  checkNames(placed, execution);
  const [first] = texts;
  if (slos.length === 0 && verdict.valid && first !== undefined) {
    execution.faultIn(
      first.file,
      { line: 1, column: 1 },
      "no document of the kind SLO is here, so nothing is promised.",
    );
  }
  execution.refuseFaults();
  return { objectives: placed.map(({ objective }) => objective), assumed: execution.assumed };
}

/** Names are unique, and composites are made of objectives of their API that are no composites themselves. */
function checkNames(placed: readonly PlacedObjective[], execution: Execution): void {
  const byName = new Map<string, Objective>();
  for (const { objective, at } of placed) {
    if (byName.has(objective.name)) {
      execution.fault(
        at,
        `another objective is called ${objective.name} too. Rename the SLO, or the displayName of its objectives.`,
      );
    }
    byName.set(objective.name, objective);
  }
  // A member that has a fault is not there: it is told already.
  if (execution.hasFaults) return;
  for (const { objective, at } of placed) {
    if (objective.indicator.kind !== "composite") continue;
    for (const { objective: name } of objective.indicator.members) {
      const member = byName.get(name);
      const why = memberFault(member, objective);
      if (why !== undefined) execution.fault(at, `its member ${name} ${why}`);
    }
  }
}

function memberFault(member: Objective | undefined, { api }: Objective): string | undefined {
  if (member === undefined) return "is no objective of these documents. Correct the name, or give its SLO too.";
  if (member.api !== api) return `is of the API ${member.api}, not of ${api}. Make two composites.`;
  return member.indicator.kind === "composite"
    ? "is a composite itself, or this one. Name the objectives that it is made of."
    : undefined;
}
