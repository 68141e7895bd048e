import { LineCounter, parseDocument } from "yaml";
import { Refusal } from "#kernel";
import { executeOpenSlo } from "../openslo/execute/execute-openslo.ts";
import { isOpenSlo } from "../openslo/is-openslo.ts";
import type { ObjectivesFile } from "./objectives-file.ts";
import { type OpenFiles, planObjectives } from "./plan-objectives.ts";
import { PlanReading } from "./plan-reading.ts";

/** A plan is written by hand: what is longer is something else. */
const CHARACTERS_MAX = 1_048_576;

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
  if (text.length > CHARACTERS_MAX) {
    throw new Refusal("limit", "plan.too-large", `${fileName} has more than 1 MiB: this is not a plan.`);
  }
  const lines = new LineCounter();
  const reading = new PlanReading(fileName, lines);
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const tooDeep = document.errors.find(({ message }) => message.startsWith("Maximum call stack"));
  if (tooDeep === undefined) {
    for (const { pos, code, message } of document.errors) reading.fault(pos[0], faultText(code, message));
  } else reading.fault(tooDeep.pos[0], "more is nested here than a plan needs, or than can be read. Is it a plan?");
  reading.refuseFaults();
  return planObjectives(document.contents, reading, open);
}

function openNone(pattern: string): never {
  throw new Refusal("invalid", "plan.openslo-unreadable", `${pattern} cannot be opened from here.`);
}

function faultText(code: string, message: string): string {
  return code === "MULTIPLE_DOCS"
    ? "a second document begins here: a plan is one. Remove the line ---, or keep each document in a file of its own."
    : firstLine(message);
}

/** The parser's message goes on with the place, which we say ourselves, and a drawing of it. */
function firstLine(message: string): string {
  return `${(message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "")}.`;
}
