import { instantText } from "#kernel";
import type { Counts } from "./counts.ts";
import { CountsReading } from "./counts-reading.ts";

/** Reads a counts file that is a text. */
export function readText(text: string | Buffer, isCumulative = false): Counts {
  const reading = new CountsReading("counts.csv", isCumulative);
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    reading.line(bytes, start, end);
    start = end + 1;
  }
  return reading.counts();
}

/** A row of a counts file: start of the slot, valid, bad, and of whom. */
export type Row = readonly [at: number, valid: number, bad: number, client?: string];

/** Rows as a counts file. */
export function csvOf(rows: readonly Row[]): string {
  const clients = rows.some(([, , , client]) => client !== undefined);
  const lines = rows.map(([at, valid, bad, client]) => {
    return `${instantText(at)},${valid},${bad}${clients ? `,${client ?? ""}` : ""}`;
  });
  return [`at,valid,bad${clients ? ",client" : ""}`, ...lines, ""].join("\n");
}
