import type { Dropped } from "./record.ts";

/**
 * One column of a text format. `pattern` is sticky, starts with the space before the column, and captures the value
 * in one of its groups; an optional column's pattern also matches nothing. `expected` completes "expected …".
 */
export interface LineColumn<Name extends string> {
  readonly name: Name;
  readonly pattern: RegExp;
  readonly expected: string;
}

/** The values by column name; an optional column that is absent is "". */
export type LineValues<Name extends string> = Readonly<Record<Name, string>>;

/** Reads a line column by column from its start; what follows the last one is not looked at. */
export function readColumns<Name extends string>(
  line: string,
  columns: readonly LineColumn<Name>[],
): LineValues<Name> | Dropped {
  const values: Partial<Record<Name, string>> = {};
  let at = 0;
  for (const { name, pattern, expected } of columns) {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match === null) return malformedAt(line, at, expected);
    values[name] = match.slice(1).find((group) => group !== undefined) ?? "";
    at = pattern.lastIndex;
  }
  return values as Record<Name, string>;
}

/** Malformed at an index of the line: columns are counted in bytes from 1, the space before a column is not its start. */
export function malformedAt(line: string, index: number, expected: string): Dropped {
  if (line.slice(index).trim() === "") {
    return { drop: "malformed", detail: `the line ends at column ${line.length + 1}: expected ${expected}` };
  }
  const column = index + (line[index] === " " ? 2 : 1);
  return { drop: "malformed", detail: `column ${column}: expected ${expected}` };
}

/** Names the column of a value in a line, for drops that are found after the line was read. */
export function columnOf(line: string, value: string): number {
  return line.indexOf(value) + 1;
}

/** What stands between quotes: anything, a quote or a backslash after a backslash. For use inside a pattern. */
export const QUOTED = String.raw`[^"\\]*(?:\\.[^"\\]*)*`;

/** A sticky pattern from its source; `.` matches every byte. */
export function sticky(source: string): RegExp {
  return new RegExp(source, "ys");
}
