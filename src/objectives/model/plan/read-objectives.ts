import { Refusal } from "#kernel";
import { executeOpenSlo } from "../openslo/execute/execute-openslo.ts";
import { isOpenSlo } from "../openslo/is-openslo.ts";
import type { ObjectivesFile } from "./objectives-file.ts";
import { type OpenFiles, planObjectives } from "./plan-objectives.ts";
import { planDocument } from "./plan-document.ts";

/**
 * The objectives of a file: OpenSLO documents, or a plan with the short forms, as in
 * `apis: {orders: {objectives: {availability: 99.9%}}}`. `open` gives the OpenSLO texts that a pattern in a plan's
 * `openslo` means. Refuses with all faults at once, each with file, line, column and remedy; also when there is no
 * objective.
 */
export function readObjectives(text: string, fileName: string, open: OpenFiles = openNone): ObjectivesFile {
  if (isOpenSlo(text)) {
    return { ...executeOpenSlo([{ file: fileName, text }]), exclusions: [], clientBy: new Map(), ignored: [] };
  }
  const { contents, reading } = planDocument(text, fileName, "plan");
  return planObjectives(contents, reading, open);
}

function openNone(pattern: string): never {
  throw new Refusal("invalid", "plan.openslo-unreadable", `${pattern} cannot be opened from here.`);
}
