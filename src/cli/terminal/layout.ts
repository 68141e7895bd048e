import { unbroken } from "#kernel";

/** Reports read well at this width. */
const COLUMNS = 80;

export const LABEL_WIDTH = 14;
/** Longer names are clipped. */
export const NAME_WIDTH = 40;

const BLOCKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** Breaks text, made `printable`, at spaces so that no line is wider than `width`, each line indented. */
export function wrapped(text: string, indent = "", width = COLUMNS): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of unbroken(printable(text)).split(" ")) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line].map((done) => done.replaceAll("\u00a0", " "));
}

/** A row of blocks, one for each value, the greatest full height; zero is a blank, so that silence shows. */
export function sparkline(values: readonly number[]): string {
  const greatest = Math.max(...values, 0);
  return values
    .map((value) => (value === 0 ? " " : (BLOCKS[Math.ceil((value / greatest) * BLOCKS.length) - 1] ?? " ")))
    .join("");
}

/** A bar that is `share` full. Over 1 it is full: the number beside it tells the rest. */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return "█".repeat(filled) + "░".repeat(width - filled);
}

/** Columns of text: the first flush left, the others flush right, two spaces between. */
export function table(rows: readonly (readonly string[])[], indent = "  "): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return (indent + cells.join("  ")).trimEnd();
  });
}

/** Text from a log as a terminal may print it: no control characters, no change of writing direction. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

/** Keeps the start and the end of a name that is too long for its column. */
export function clipped(name: string, width: number): string {
  const text = printable(name);
  if (text.length <= width) return text;
  const tail = Math.floor((width - 1) / 3);
  return `${text.slice(0, width - 1 - tail)}…${text.slice(text.length - tail)}`;
}

/** A label in its own column, and a text that stays right of it on all its lines. */
export function labelled(label: string, text: string): string[] {
  const [first = "", ...rest] = wrapped(text, " ".repeat(LABEL_WIDTH + 2));
  return [`  ${label.padEnd(LABEL_WIDTH)}${first.trimStart()}`, ...rest];
}

/** An entry of a list. */
export function bullet(text: string): string[] {
  const [first = "", ...rest] = wrapped(text, "    ", COLUMNS);
  return [`  · ${first.trimStart()}`, ...rest];
}
