import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { textOf } from "#kernel";
import { appendRecord } from "../append-record.ts";
import { Dictionaries, RecordColumns } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { decodeNdjson } from "../model/ndjson.ts";
import { namesIn, fixtureOptions, liveOptions, type Row, rowOf } from "./ndjson.fixture.ts";
import { NdjsonScanner } from "./ndjson.ts";
import { recordText } from "./record-text.testing.ts";
import { PADDING } from "./words.ts";

test("both paths give the same rows for any records, in any order, spacing and shape of numbers", () => {
  fc.assert(
    fc.property(fc.array(recordText(), { minLength: 1, maxLength: 12 }), clientFields(), (lines, field) => {
      agree(
        lines.map((line) => Buffer.from(line)),
        field,
      );
    }),
    { numRuns: 400 },
  );
});

test("both paths agree on lines with flipped, cut, doubled and inserted bytes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(recordText(), mutations()), { minLength: 1, maxLength: 8 }),
      clientFields(),
      (lines, field) => {
        agree(
          lines.map(([line, edits]) => edits.reduce(edited, Buffer.from(line))),
          field,
        );
      },
    ),
    { numRuns: 1_500 },
  );
});

test("both paths agree on random bytes", () => {
  const json = fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:0123456789.eE-+ntfalsu\\ {"at":"')) });
  fc.assert(
    fc.property(fc.array(fc.oneof(json, fc.string())), (lines) =>
      agree(
        lines.map((line) => Buffer.from(line)),
        "client",
      ),
    ),
    { numRuns: 300 },
  );
});

type Edit = readonly [where: number, what: string, remove: number];

function mutations(): fc.Arbitrary<readonly Edit[]> {
  const what = fc.constantFrom(
    "",
    "",
    '"',
    "\\",
    "\\u0041",
    "{",
    "}",
    ",",
    ":",
    "0",
    "1",
    ".",
    "e",
    "-",
    " ",
    "n",
    "é",
    "\u0000",
    "Z",
  );
  return fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), what, fc.constantFrom(0, 0, 1, 1, 2, 500)), {
    maxLength: 3,
  });
}

function edited(bytes: Buffer, [where, what, remove]: Edit): Buffer {
  const at = Math.floor(where * bytes.length);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(what, "latin1"), bytes.subarray(at + remove)]);
}

function clientFields(): fc.Arbitrary<string> {
  return fc.constantFrom("client", "client", "ip", "user", "plan", "status", "durationMs", "at", "path");
}

/** Reads lines with one scanner; each must give the row of the slow path, or be left to it without a trace. */
function agree(lines: readonly Buffer[], field: string): void {
  for (const numbersAlike of [false, true]) agreeOn(lines, fixtureOptions(field, numbersAlike), field);
  const unmatched: string[] = [];
  agreeOn(
    lines,
    liveOptions(field, (request) => unmatched.push(request)),
    field,
  );
  // Each row was read by both paths, and both count what is in no document.
  assert.deepEqual(
    unmatched.filter((_, index) => index % 2 === 0),
    unmatched.filter((_, index) => index % 2 === 1),
  );
  agreeTogether(lines, liveOptions(field));
  for (const lineEnd of ["\n", "\r\n"]) agreeAhead(lines, lineEnd, liveOptions(field));
}

/** What is taken before the end of its line was found is the same row as of the line alone, and ends where the line does. */
function agreeAhead(lines: readonly Buffer[], lineEnd: string, options: DecoderOptions): void {
  const scanner = new NdjsonScanner(options);
  const alone = new NdjsonScanner({ ...options, dictionaries: new Dictionaries() });
  const columns = new RecordColumns(lines.length, options.live?.redaction.kept);
  const all = Buffer.concat([...lines.flatMap((line) => [line, Buffer.from(lineEnd)]), Buffer.alloc(PADDING, "x")]);
  const taken: Buffer[] = [];
  let start = 0;
  for (const line of lines) {
    const end = start + line.length;
    const next = scanner.scanAhead(all, start, columns);
    assert.equal(next >= 0, alone.scan(all, start, end, columnsFor(options)), line.toString());
    if (next >= 0) {
      assert.equal(next, end + lineEnd.length);
      taken.push(line);
    }
    start = end + lineEnd.length;
  }
  scanner.settle();
  assert.equal(columns.length, taken.length);
  for (const [row, line] of taken.entries()) {
    assert.deepEqual(rowOf(columns, options, row), slowRow(line, options), line.toString());
  }
}

/** Rows of many lines are whole after `settle`, whatever lay between them. */
function agreeTogether(lines: readonly Buffer[], options: DecoderOptions): void {
  const scanner = new NdjsonScanner(options);
  const columns = new RecordColumns(lines.length, options.live?.redaction.kept);
  const all = Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
  const scanned: Buffer[] = [];
  let start = 0;
  for (const line of lines) {
    if (scanner.scan(all, start, start + line.length, columns)) scanned.push(line);
    start += line.length + 1;
  }
  scanner.settle();
  assert.equal(columns.length, scanned.length);
  for (const [row, line] of scanned.entries()) {
    assert.deepEqual(rowOf(columns, options, row), slowRow(line, options), line.toString());
  }
}

function agreeOn(lines: readonly Buffer[], options: DecoderOptions, field: string): void {
  const scanner = new NdjsonScanner(options);
  const all = Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
  let start = 0;
  for (const line of lines) {
    const columns = columnsFor(options);
    const before = namesIn(options);
    options.live?.leftOut.clear();
    if (scanner.scan(all, start, start + line.length, columns)) {
      scanner.settle();
      const leftOut = new Map(options.live?.leftOut);
      options.live?.leftOut.clear();
      assert.deepEqual(rowOf(columns, options, 0), slowRow(line, options), line.toString());
      assert.deepEqual(leftOut, new Map(options.live?.leftOut), line.toString());
    } else {
      assert.equal(columns.length, 0);
      assert.equal(options.live?.leftOut.size ?? 0, 0);
      assert.deepEqual(namesIn(options), before, line.toString());
      for (const name of unknownIn(line, field)) scanner.unknownFields.set(name, 1);
    }
    start += line.length + 1;
  }
}

function columnsFor(options: DecoderOptions): RecordColumns {
  return new RecordColumns(1, options.live?.redaction.kept);
}

function unknownIn(line: Buffer, field: string): readonly string[] {
  const text = textOf(line, 0, line.length);
  const decoded = text === undefined ? null : decodeNdjson(text, fixtureOptions(field).clientBy);
  return decoded === null || "drop" in decoded ? [] : (decoded.unknownFields ?? []);
}

function slowRow(line: Buffer, scanned: DecoderOptions): Row | null {
  const text = textOf(line, 0, line.length);
  if (text === undefined) return null;
  const options = { ...scanned, dictionaries: new Dictionaries() };
  const columns = columnsFor(options);
  const decoded = decodeNdjson(text, options.clientBy);
  if ("drop" in decoded || appendRecord(decoded, options, columns) !== null) return null;
  return rowOf(columns, options, 0);
}
