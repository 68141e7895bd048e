import { LineCounter, parseDocument } from "yaml";
import type { ObjectivesFile } from "./objectives-file.ts";
import { planObjectives } from "./plan-objectives.ts";
import { PlanReading } from "./plan-reading.ts";

/**
 * The objectives of a file with the short forms: `apis: {orders: {objectives: {availability: 99.9%}}}`. Refuses with all
 * its faults at once, each with file, line, column and remedy; also when it has no objective.
 */
export function readObjectives(text: string, fileName: string): ObjectivesFile {
  const lines = new LineCounter();
  const reading = new PlanReading(fileName, lines);
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const tooDeep = document.errors.find(({ message }) => message.startsWith("Maximum call stack"));
  if (tooDeep === undefined) {
    for (const { pos, message } of document.errors) reading.fault(pos[0], firstLine(message));
  } else reading.fault(tooDeep.pos[0], "more is nested here than a plan needs, or than can be read. Is it a plan?");
  reading.refuseFaults();
  return planObjectives(document.contents, reading);
}

/** The parser's message goes on with the place, which we say ourselves, and a drawing of it. */
function firstLine(message: string): string {
  return `${(message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "")}.`;
}
