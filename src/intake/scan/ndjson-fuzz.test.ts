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

/** A field, mostly with a value that it may have, in JSON. */
function fields(): Record<string, fc.Arbitrary<string>> {
  const quoted = (...texts: string[]): fc.Arbitrary<string> =>
    fc.constantFrom(...texts).map((text) => JSON.stringify(text));
  const name = fc.oneof(
    quoted("acme", "", "beta-corp", "a", "Zoë", 'q"uote', "sl\\/ash", "€", "tab\t"),
    fc.constantFrom("null", "42", "-0", "1.5", "1e3"),
  );
  const number = fc.oneof(
    fc.constantFrom(
      "0",
      "7",
      "200",
      "499",
      "1.0005",
      "12.3456",
      "0.0004999",
      "0.0005",
      "2e2",
      "-0",
      "-1",
      "null",
      '""',
      "01",
      "1.",
      "999",
    ),
    fc.constantFrom(
      "99999999999.9996",
      "999999999999.99",
      "1234567890123456789",
      "9007199254740993",
      "123456789012345",
      "1e-7",
      "5E+2",
    ),
    fc.double({ min: 0, max: 1e6, noNaN: true }).map(String),
    fc.nat().map(String),
  );
  return {
    at: fc.oneof(
      quoted(
        "2026-05-17T10:05:03Z",
        "2026-05-17T10:05:03.250Z",
        "2026-05-17T23:59:59.9999999+05:30",
        "2026-05-18t00:00:00z",
      ),
      quoted(
        "2026-02-29T00:00:00Z",
        "2026-05-17T10:05:60Z",
        "2026-05-17 10:05:03Z",
        "2026-05-17T10:05:03",
        "2026-05-17T24:00:00Z",
        "",
      ),
      quoted("1969-05-17T10:05:03Z", "9999-12-31T23:59:59-01:00", "2026-05-17T10:05:03.Z", "2026-05-17T10:05:03+24:00"),
    ),
    status: fc.oneof(fc.constantFrom("200", "404", "503", "0"), number),
    method: fc.oneof(quoted("GET", "POST", "M-SEARCH", "", "G T", "é"), fc.constant("null")),
    path: fc.oneof(
      quoted(
        "/",
        "/orders/1",
        "/orders/1?x=2",
        "/orders/22",
        "/orders/22/items?x=/3",
        "/7/8a/9/",
        "/o#f",
        "",
        "x",
        "https://h/p?q",
        "/ü",
        "/a\\b",
        "/averyveryverylongpath/0123456789",
      ),
      name,
    ),
    operation: fc.oneof(quoted("GET /orders/{id}", "", "M-SEARCH /x", "list orders", "GET"), name),
    durationMs: number,
    upstreamMs: number,
    responseBytes: number,
    requestBytes: number,
    client: name,
    user: fc.oneof(name, fc.constantFrom("true", "false", "[1]", "{}")),
    ip: name,
    api: quoted("orders", "billing", "", "Ö"),
    environment: quoted("production", "sandbox", ""),
    kind: quoted("client", "probe", "drill", "canary", "", "robot"),
    outcome: quoted("served", "timeout", "clientAborted", "", "lost"),
    userAgent: quoted(
      "curl/8",
      "kube-probe/1.31",
      "ELB-HealthChecker/2.0",
      "ELB-Health",
      "GoogleHC/1.0 and much more of it than fits",
    ),
    traceId: fc.oneof(name, quoted("x".repeat(64), "x".repeat(65), "é".repeat(33))),
    requestId: fc.oneof(name, quoted("r".repeat(128), "r".repeat(129))),
    plan: name,
    version: quoted("v1", "v2", "", "v10.0.0-rc1"),
    region: fc.oneof(quoted("eu", "us-east-1", ""), name),
    release: quoted("r1", "r2", ""),
    extra: fc.oneof(name, number, fc.constantFrom("true", "false", "[]", '{"a":1}', "tru")),
    other: fc.constantFrom('"x"', "1", "-0.5", "null"),
  };
}

/** The text of a record with the needed fields, some of the others, odd spacing, and sometimes a field twice. */
function recordText(): fc.Arbitrary<string> {
  const all = fields();
  const pairs = (names: readonly string[]): fc.Arbitrary<string>[] =>
    names.map((name) => (all[name] ?? fc.constant("1")).map((value) => `"${name}":${value}`));
  const needed = fc.tuple(...pairs(["at", "status", "method", "path"]));
  const plain = fc.constant([
    '"at":"2026-05-17T10:05:03.250Z"',
    '"method":"GET"',
    '"path":"/orders/7"',
    '"status":200',
  ]);
  const others = fc.subarray(pairs(Object.keys(all))).chain((chosen) => fc.tuple(...chosen));
  const space = fc.constantFrom("", "", "", " ", "\t", "\r");
  return fc.tuple(fc.oneof(needed, plain), others, fc.boolean(), space).chain(([first, more, shuffle, gap]) => {
    const members = [
      ...new Map([...more, ...first].map((member) => [shuffle ? member : member.split(":")[0], member])).values(),
    ];
    const ordered = shuffle ? fc.shuffledSubarray(members, { minLength: members.length }) : fc.constant(members);
    return ordered.map((list) => `{${list.join(`,${gap}`)}${gap === "\r" ? gap : ""}}`);
  });
}

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
  agreeOn(lines, liveOptions(field), field);
  agreeTogether(lines, liveOptions(field));
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
