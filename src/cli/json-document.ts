import { instantText } from "#kernel";

/** Instants by the name of their field: they are RFC 3339 in every public document. `end` is one where it is a number. */
const INSTANTS = new Set(["at", "from", "to", "end", "firedAt", "endedAt", "goneAt", "goneAtRollOff"]);

/** One JSON document for standard output. */
export function jsonDocument(report: object): string {
  return `${JSON.stringify(report, written, 2)}\n`;
}

function written(name: string, value: unknown): unknown {
  return INSTANTS.has(name) && typeof value === "number" ? instantText(value) : value;
}
