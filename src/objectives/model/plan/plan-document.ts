import { LineCounter, type Node, parseDocument } from "yaml";
import { Refusal } from "#kernel";
import { PlanReading } from "./plan-reading.ts";

/** A text that is written by hand: what is longer is something else. */
const CHARACTERS_MAX = 1_048_576;

/** A YAML text and how its parts are read. */
export interface PlanDocument {
  /** Null when the text is empty. */
  readonly contents: Node | null;
  readonly reading: PlanReading;
}

/** Opens a text that should be a plan, a schedule, or what `noun` says. Refuses all faults of its YAML at once. */
export function planDocument(text: string, fileName: string, noun: string): PlanDocument {
  if (text.length > CHARACTERS_MAX) {
    throw new Refusal("limit", "plan.too-large", `${fileName} has more than 1 MiB: this is not a ${noun}.`);
  }
  const lines = new LineCounter();
  const reading = new PlanReading(fileName, lines);
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const tooDeep = document.errors.find(({ message }) => message.startsWith("Maximum call stack"));
  if (tooDeep === undefined) {
    for (const { pos, code, message } of document.errors) reading.fault(pos[0], faultText(code, message, noun));
  } else {
    reading.fault(tooDeep.pos[0], `more is nested here than a ${noun} needs, or than can be read. Is it a ${noun}?`);
  }
  reading.refuseFaults();
  return { contents: document.contents, reading };
}

function faultText(code: string, message: string, noun: string): string {
  return code === "MULTIPLE_DOCS"
    ? `a second document begins here: a ${noun} is one. Remove the line ---, or keep each document in a file of its own.`
    : firstLine(message);
}

/** The parser's message goes on with the place, which we say ourselves, and a drawing of it. */
function firstLine(message: string): string {
  return `${(message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "")}.`;
}
