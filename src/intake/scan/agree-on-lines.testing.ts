import assert from "node:assert/strict";
import { Dictionaries, RecordColumns } from "#records";
import { appendRecord } from "../append-record.ts";
import { decodeSlowly } from "../decoders.ts";
import type { DecoderOptions } from "../model/decoder.ts";
import { namesIn, type Row, rowOf } from "./ndjson.fixture.ts";
import { PADDING } from "./words.ts";

/** Stands in columns that were used before: whatever a row does not overwrite is seen. */
const LEFT_BEHIND = 99;

/** A scanner as its tests see it. */
interface Scanner {
  scan(source: Uint8Array, from: number, to: number, columns: RecordColumns): boolean;
  scanAhead(source: Uint8Array, from: number, columns: RecordColumns): number;
  settle(): void;
}

/** How the scanner of a format is made, and what is done with a line that it leaves to the slow path. */
export interface Scanned<S extends Scanner> {
  readonly open: (options: DecoderOptions) => S;
  readonly left?: (line: Buffer, scanner: S) => void;
}

/** Reads lines with one scanner; each must give the row of the slow path, or be left to it without a trace. How many were taken. */
export function agreeOnLines<S extends Scanner>(
  { open, left }: Scanned<S>,
  lines: readonly Buffer[],
  options: DecoderOptions,
): number {
  const scanner = open(options);
  const all = Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
  let start = 0;
  let taken = 0;
  for (const line of lines) {
    const columns = usedColumns(1, options);
    const before = namesIn(options);
    options.live?.leftOut.clear();
    if (scanner.scan(all, start, start + line.length, columns)) {
      taken++;
      scanner.settle();
      const leftOut = new Map(options.live?.leftOut);
      options.live?.leftOut.clear();
      assert.deepEqual(rowOf(columns, options, 0), slowRow(line, options), line.toString());
      assert.deepEqual(leftOut, new Map(options.live?.leftOut), line.toString());
    } else {
      assert.equal(columns.length, 0);
      assert.equal(options.live?.leftOut.size ?? 0, 0);
      assert.deepEqual(namesIn(options), before, line.toString());
      left?.(line, scanner);
    }
    start += line.length + 1;
  }
  return taken;
}

/** Rows of many lines are whole after `settle`, whatever lay between them. */
export function agreeTogether<S extends Scanner>(
  { open }: Scanned<S>,
  lines: readonly Buffer[],
  options: DecoderOptions,
): void {
  const scanner = open(options);
  const columns = usedColumns(lines.length, options);
  const all = Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
  const taken: Buffer[] = [];
  let start = 0;
  for (const line of lines) {
    if (scanner.scan(all, start, start + line.length, columns)) taken.push(line);
    start += line.length + 1;
  }
  scanner.settle();
  agreeOnRows(taken, columns, options);
}

/** What is taken before the end of its line was found is the same row as of the line alone, and ends where the line does. */
export function agreeAhead<S extends Scanner>(
  { open }: Scanned<S>,
  lines: readonly Buffer[],
  options: DecoderOptions,
): void {
  for (const lineEnd of ["\n", "\r\n"]) {
    const scanner = open(options);
    const alone = open({ ...options, dictionaries: new Dictionaries() });
    const columns = usedColumns(lines.length, options);
    const all = Buffer.concat([...lines.flatMap((line) => [line, Buffer.from(lineEnd)]), Buffer.alloc(PADDING, "x")]);
    const taken: Buffer[] = [];
    let start = 0;
    for (const line of lines) {
      const end = start + line.length;
      const next = scanner.scanAhead(all, start, columns);
      assert.equal(next >= 0, alone.scan(all, start, end, usedColumns(1, options)), line.toString());
      if (next >= 0) {
        assert.equal(next, end + lineEnd.length);
        taken.push(line);
      }
      start = end + lineEnd.length;
    }
    scanner.settle();
    agreeOnRows(taken, columns, options);
  }
}

function agreeOnRows(taken: readonly Buffer[], columns: RecordColumns, options: DecoderOptions): void {
  assert.equal(columns.length, taken.length);
  for (const [row, line] of taken.entries()) {
    assert.deepEqual(rowOf(columns, options, row), slowRow(line, options), line.toString());
  }
}

function usedColumns(rows: number, options: DecoderOptions): RecordColumns {
  const columns = new RecordColumns(rows, options.live?.redaction.kept);
  for (const column of Object.values(columns) as unknown[]) {
    if (ArrayBuffer.isView(column)) (column as Int32Array).fill(LEFT_BEHIND);
  }
  return columns;
}

function slowRow(line: Buffer, scanned: DecoderOptions): Row | null {
  const options = { ...scanned, dictionaries: new Dictionaries() };
  const columns = usedColumns(1, options);
  const decoded = decodeSlowly(options.format, line, options.clientBy);
  if ("drop" in decoded || appendRecord(decoded, options, columns) !== null) return null;
  return rowOf(columns, options, 0);
}
