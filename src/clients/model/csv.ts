import type { RefusalFault } from "#kernel";

/** A cell with where it begins: line and column of the text, from 1; columns in characters. */
export interface CsvCell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** The rows of a text, without empty ones; and where it is no CSV. */
export interface CsvRows {
  readonly rows: readonly (readonly CsvCell[])[];
  readonly faults: readonly RefusalFault[];
}

/**
 * Reads CSV as RFC 4180 has it: commas, cells in double quotes with doubled quotes inside, line ends of either kind, a
 * byte-order mark at the start. It goes through the text once, whatever is in it.
 */
export function readCsv(given: string): CsvRows {
  const text = given.startsWith("\uFEFF") ? given.slice(1) : given;
  const rows: CsvCell[][] = [];
  const faults: RefusalFault[] = [];
  let row: CsvCell[] = [];
  let at = 0;
  let line = 1;
  let lineAt = 0;
  const endRow = (): void => {
    if (row.length > 1 || row[0]?.text !== "") rows.push(row);
    row = [];
  };
  while (at <= text.length) {
    const place = { line, column: at - lineAt + 1 };
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    row.push({ text: cell.text, ...place });
    if (cell.fault !== undefined) faults.push({ ...place, detail: cell.fault });
    line += cell.lines;
    if (cell.lines > 0) lineAt = cell.lastLineAt;
    at = cell.end;
    const isLineEnd = text[at] !== ",";
    if (text[at] === "\r" && text[at + 1] === "\n") at++;
    at++;
    if (!isLineEnd) continue;
    endRow();
    line++;
    lineAt = at;
    if (at >= text.length) break;
  }
  return { rows, faults };
}

interface ReadCell {
  readonly text: string;
  /** Of the comma or line end behind it. */
  readonly end: number;
  readonly fault?: string;
  /** Line ends inside, and where the last line of it begins. */
  readonly lines: number;
  readonly lastLineAt: number;
}

function plainCell(text: string, from: number): ReadCell {
  const end = endOfPlain(text, from);
  const fault = text.slice(from, end).includes('"') ? { fault: 'has a " in a cell that is not in quotes' } : {};
  return { text: text.slice(from, end), end, lines: 0, lastLineAt: 0, ...fault };
}

function quotedCell(text: string, from: number): ReadCell {
  let close = text.indexOf('"', from + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  const inside = text.slice(from + 1, close === -1 ? text.length : close);
  const breaks = inside.split("\n");
  const lines = breaks.length - 1;
  const lastLineAt = lines === 0 ? 0 : from + 1 + inside.lastIndexOf("\n") + 1;
  const cell = { text: inside.replaceAll('""', '"'), lines, lastLineAt };
  if (close === -1) return { ...cell, end: text.length, fault: "begins with a quote that is never closed" };
  const end = endOfPlain(text, close + 1);
  return end === close + 1 ? { ...cell, end } : { ...cell, end, fault: "goes on behind its closing quote" };
}

function endOfPlain(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const letter = text[at];
    if (letter === "," || letter === "\n" || letter === "\r") return at;
  }
  return text.length;
}
