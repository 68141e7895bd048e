import { instantText } from "./time.ts";

/** Instants by the name of their field, besides those that end in `At`: they are RFC 3339 in every public document. */
const INSTANTS = new Set(["at", "from", "to", "end", "now", "goneAtRollOff"]);

/** One JSON document for standard output. */
export function jsonDocument(report: object): string {
  return `${JSON.stringify(report, written, 2)}\n`;
}

/** A value as public documents and answers show it: numbers that are instants (epoch ms) become RFC 3339 with Z. */
export function wireValue(value: object): unknown {
  return JSON.parse(JSON.stringify(value, written));
}

function written(name: string, value: unknown): unknown {
  return typeof value === "number" && (INSTANTS.has(name) || name.endsWith("At")) ? instantText(value) : value;
}
