import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { textOf } from "#kernel";
import { appendRecord } from "../append-record.ts";
import { Dictionaries, RecordColumns } from "../model/columns.ts";
import type { DecoderOptions } from "../model/decoder.ts";
import { decodeNdjson } from "../model/ndjson.ts";
import { NdjsonScanner } from "./ndjson.ts";

const ORDINARY = {
  at: "2026-05-17T10:05:03.250Z",
  api: "orders",
  method: "GET",
  path: "/orders/17?page=2",
  status: 200,
  durationMs: 12.3456,
  client: "acme",
  responseBytes: 512,
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  plan: "team",
  region: "eu-central-1",
};

test("an ordinary record takes the fast path, whatever the order and the spacing of its fields", () => {
  const reversed = Object.fromEntries(Object.entries(ORDINARY).toReversed());
  const python = JSON.stringify(ORDINARY).replaceAll('":', '": ').replaceAll(',"', ', "');
  for (const line of [JSON.stringify(ORDINARY), JSON.stringify(reversed), python]) {
    const { rows, fast } = scanned([line]);
    assert.deepEqual(fast, [true], line);
    assert.deepEqual(rows, [
      {
        at: Date.UTC(2026, 4, 17, 10, 5, 3, 250),
        api: "orders",
        environment: "production",
        operation: "GET /orders/17",
        status: 200,
        durationUs: 12_346,
        client: "acme",
        responseBytes: 512,
        kind: 0,
        outcome: 0,
        healthCheck: 0,
      },
    ]);
  }
});

test("the optional fields, absent values and offsets of ordinary writers take the fast path too", () => {
  const lines = [
    { at: "2026-05-17t12:05:03.250999+02:00", operation: "GET /orders/{id}", status: 0 },
    { ...ORDINARY, kind: "probe", outcome: "timeout", environment: "sandbox", userAgent: "kube-probe/1.31" },
    { ...ORDINARY, client: null, durationMs: null, region: null, api: "" },
    { ...ORDINARY, client: 42, requestBytes: 1, upstreamMs: 0.5, version: "v1", release: "r1", ip: "192.0.2.1" },
    { path: "/a", at: ORDINARY.at, status: 204, method: "PATCH" },
  ].map((record) => JSON.stringify(record));
  const { rows, fast } = scanned(lines);
  assert.deepEqual(
    fast,
    lines.map(() => true),
  );
  assert.deepEqual(
    rows.map((row) => row.client),
    [null, "acme", null, "42", null],
  );
  assert.deepEqual(
    rows.map((row) => row.healthCheck),
    [0, 1, 0, 0, 0],
  );
});

test("what the fast path cannot decide is left to the slow path, and leaves no trace", () => {
  const unusual = [
    "",
    "{}",
    "[1]",
    '{"at":"2026-05-17T10:05:03Z","status":200}',
    ordinaryWith({ at: "2026-02-30T10:05:03Z" }),
    ordinaryWith({ at: "2026-05-17T10:05:60Z" }),
    ordinaryWith({ at: "1969-12-31T23:59:59Z" }),
    ordinaryWith({ at: "2999-01-01T00:00:00Z" }),
    ordinaryWith({ status: 1000 }),
    ordinaryWith({ status: "200" }),
    ordinaryWith({ status: null }),
    ordinaryWith({ kind: "robot", environment: "never-seen" }),
    ordinaryWith({ outcome: "lost", api: "never-seen" }),
    ordinaryWith({ method: "G(T" }),
    ordinaryWith({ path: "orders" }),
    ordinaryWith({ client: "Müller" }),
    ordinaryWith({ client: 'a"b' }),
    ordinaryWith({ client: { id: 1 } }),
    ordinaryWith({ durationMs: -1 }),
    ordinaryWith({ surprise: 1 }),
    JSON.stringify(ORDINARY).replace("12.3456", "1e3"),
    JSON.stringify(ORDINARY).replace("12.3456", "012"),
    JSON.stringify(ORDINARY).replace("12.3456", "12."),
    JSON.stringify(ORDINARY).replace("12.3456", "1234567890.123456"),
    JSON.stringify(ORDINARY).replace('"plan"', '"region"'),
    JSON.stringify(ORDINARY).slice(0, -1),
    `${JSON.stringify(ORDINARY)}}`,
    `\u{feff}${JSON.stringify(ORDINARY)}`,
  ];
  const options = optionsFor("client");
  const scanner = new NdjsonScanner(options);
  for (const line of unusual) {
    const columns = new RecordColumns(1);
    const bytes = Buffer.from(line);
    assert.equal(scanner.scan(bytes, 0, bytes.length, columns), false, line);
    assert.equal(columns.length, 0);
  }
  assert.deepEqual(namesIn(options), []);
});

test("a client by key is never read by the fast path, since the key must not be kept", () => {
  const options = { ...optionsFor("client"), clientBy: { by: "key" } } as const;
  const bytes = Buffer.from(ordinaryWith({ key: "secret" }));
  assert.equal(new NdjsonScanner(options).scan(bytes, 0, bytes.length, new RecordColumns(1)), false);
});

test("a record of another API is left to the slow path when one API is asked for", () => {
  const options = { ...optionsFor("client"), onlyApi: true };
  const scanner = new NdjsonScanner(options);
  const taken = [
    ordinaryWith({ api: "orders" }),
    ordinaryWith({ api: "" }),
    ordinaryWith({ api: "order" }),
    ordinaryWith({ api: "ordert" }),
  ].map((line) => {
    const bytes = Buffer.from(line);
    return scanner.scan(bytes, 0, bytes.length, new RecordColumns(1));
  });
  assert.deepEqual(taken, [true, true, false, false]);
});

test("an unknown field that the slow path has counted once is counted by the fast path from then on", () => {
  const { fast, scanner } = scanned([
    ordinaryWith({ extra: "x" }),
    ordinaryWith({ extra: -1.5, more: true }),
    ordinaryWith({ more: false, extra: null }),
  ]);
  assert.deepEqual(fast, [false, false, true]);
  assert.deepEqual(
    [...scanner.unknownFields],
    [
      ["extra", 3],
      ["more", 2],
    ],
  );
});

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
  const json = fc.string({ unit: fc.constantFrom(...'{}[]",:0123456789.eE-+ntfalsu\\ {"at":"') });
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
    operation: fc.oneof(quoted("GET /orders/{id}", ""), name),
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
    traceId: name,
    plan: name,
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
  const options = optionsFor(field);
  const scanner = new NdjsonScanner(options);
  const all = Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
  let start = 0;
  for (const line of lines) {
    const columns = new RecordColumns(1);
    const before = namesIn(options);
    const end = start + line.length;
    const slow = slowRow(line, field);
    if (scanner.scan(all, start, end, columns)) {
      assert.deepEqual(rowOf(columns, options, 0), slow, line.toString());
    } else {
      assert.equal(columns.length, 0);
      assert.deepEqual(namesIn(options), before, line.toString());
      const text = textOf(line, 0, line.length);
      const decoded = text === undefined ? { drop: "encoding" } : decodeNdjson(text, options.clientBy);
      if (!("drop" in decoded)) for (const name of decoded.unknownFields ?? []) scanner.unknownFields.set(name, 1);
    }
    start = end + 1;
  }
}

function slowRow(line: Buffer, field: string): Row | null {
  const text = textOf(line, 0, line.length);
  if (text === undefined) return null;
  const options = optionsFor(field);
  const columns = new RecordColumns(1);
  const decoded = decodeNdjson(text, options.clientBy);
  if ("drop" in decoded || appendRecord(decoded, options, columns) !== null) return null;
  return rowOf(columns, options, 0);
}

/** Scans lines as a decoder does: what the scanner leaves goes the slow way, which counts unknown fields. */
function scanned(lines: readonly string[]): { rows: Row[]; fast: boolean[]; scanner: NdjsonScanner } {
  const options = optionsFor("client");
  const scanner = new NdjsonScanner(options);
  const columns = new RecordColumns(lines.length);
  const fast = lines.map((line) => {
    const bytes = Buffer.from(line);
    if (scanner.scan(bytes, 0, bytes.length, columns)) return true;
    const decoded = decodeNdjson(line, options.clientBy);
    assert.ok(!("drop" in decoded));
    for (const name of decoded.unknownFields ?? []) {
      scanner.unknownFields.set(name, (scanner.unknownFields.get(name) ?? 0) + 1);
    }
    return false;
  });
  return { rows: Array.from({ length: columns.length }, (_, row) => rowOf(columns, options, row)), fast, scanner };
}

type Row = ReturnType<typeof rowOf>;

function rowOf(columns: RecordColumns, { dictionaries }: DecoderOptions, row: number) {
  const client = columns.client[row] as number;
  return {
    at: columns.at[row],
    api: dictionaries.apis.nameOf(columns.api[row] as number),
    environment: dictionaries.environments.nameOf(columns.environment[row] as number),
    operation: dictionaries.operations.nameOf(columns.operation[row] as number),
    status: columns.status[row],
    durationUs: columns.durationUs[row],
    client: client < 0 ? null : dictionaries.clients.nameOf(client),
    responseBytes: columns.responseBytes[row],
    kind: columns.kind[row],
    outcome: columns.outcome[row],
    healthCheck: columns.healthCheck[row],
  };
}

function namesIn({ dictionaries }: DecoderOptions): string[] {
  const { apis, environments, clients, operations } = dictionaries;
  return [apis, environments, clients, operations].flatMap(({ names }) => names);
}

function optionsFor(field: string): DecoderOptions {
  return {
    format: "ndjson",
    clientBy: field === "ip" || field === "user" ? { by: field } : { by: "field", name: field },
    api: "orders",
    onlyApi: false,
    believed: { from: 0, to: Date.UTC(2100, 0, 1) },
    operationOf: (method, path) => `${method} ${path}`,
    dictionaries: new Dictionaries(),
  };
}

function ordinaryWith(changes: object): string {
  return JSON.stringify({ ...ORDINARY, ...changes });
}
