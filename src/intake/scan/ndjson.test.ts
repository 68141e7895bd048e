import assert from "node:assert/strict";
import { test } from "node:test";
import { ASKED_DIMENSIONS, RecordColumns } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { decodeNdjson } from "../model/ndjson.ts";
import { namesIn, fixtureOptions, type Row, rowOf } from "./ndjson.fixture.ts";
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
        upstreamUs: -1,
        client: "acme",
        responseBytes: 512,
        kind: 0,
        outcome: 0,
        healthCheck: 0,
        version: null,
        plan: "team",
        region: "eu-central-1",
        release: null,
        method: "GET",
        texts: [null, null, null, null, null],
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
  assert.deepEqual(
    rows.map((row) => ASKED_DIMENSIONS.map((dimension) => row[dimension])),
    [
      [null, null, null, null, "GET"],
      [null, "team", "eu-central-1", null, "GET"],
      [null, "team", null, null, "GET"],
      ["v1", "team", "eu-central-1", "r1", "GET"],
      [null, null, null, null, "PATCH"],
    ],
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
    ordinaryWith({ method: "G(T", operation: "GET /orders/{id}" }),
    ordinaryWith({ path: "orders" }),
    ordinaryWith({ path: "", operation: "GET /orders/{id}" }),
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
  const options = fixtureOptions("client");
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
  const options = { ...fixtureOptions("client"), clientBy: { by: "key" } } as const;
  const bytes = Buffer.from(ordinaryWith({ key: "secret" }));
  assert.equal(new NdjsonScanner(options).scan(bytes, 0, bytes.length, new RecordColumns(1)), false);
});

test("a record of another API is left to the slow path when one API is asked for", () => {
  const options = { ...fixtureOptions("client"), onlyApi: true };
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

test("a long key that differs from a known one in any one character is another field", () => {
  const known = "aFieldWithANameOfFortyLettersAndMoreOfIt";
  for (let i = 0; i < known.length; i++) {
    const other = `${known.slice(0, i)}_${known.slice(i + 1)}`;
    const { fast, scanner } = scanned([known, known, other].map((name) => ordinaryWith({ [name]: 1 })));
    assert.deepEqual(fast, [false, true, false]);
    assert.deepEqual([...scanner.unknownFields.values()], [2, 1]);
  }
});

test("an operation is asked for once for all numbers in a path when they are alike, by its first path", () => {
  const asked: string[] = [];
  const alike = fixtureOptions("client", true);
  const operationOf: DecoderOptions["operationOf"] = (method, path) => {
    asked.push(path);
    return alike.operationOf(method, path);
  };
  const scanner = new NdjsonScanner({ ...alike, operationOf });
  const columns = new RecordColumns(4);
  for (const path of ["/orders/17/items", "/orders/4711/items", "/orders/4711/items?page=/2", "/orders/4711a/items"]) {
    const bytes = Buffer.from(ordinaryWith({ path }));
    assert.equal(scanner.scan(bytes, 0, bytes.length, columns), true);
  }
  assert.deepEqual(asked, ["/orders/17/items", "/orders/4711a/items"]);
  assert.deepEqual([...columns.operation], [0, 0, 0, 1]);
});

test("a method and a path that lie apart are never taken for others that read the same beside each other", () => {
  const { at, status } = ORDINARY;
  const scanner = new NdjsonScanner(fixtureOptions("client"));
  const taken = [
    { path: "/x /y", at, status, method: "GET" },
    { path: "/y", at, status, method: "GET /x" },
  ].map((record) => {
    const bytes = Buffer.from(JSON.stringify(record));
    return scanner.scan(bytes, 0, bytes.length, new RecordColumns(1));
  });
  assert.deepEqual(taken, [true, false]);
});

test("numbers of any length are read to the last digit", () => {
  for (const [durationMs, us] of [
    ["0", 0],
    ["7", 7_000],
    ["0.5", 500],
    ["999.999", 999_999],
    ["1234.5", 1_234_500],
    ["1.2345", 1_235],
  ] as const) {
    for (const responseBytes of ["0", "9", "20", "300", "4000", "50000", "600000", "123456789012345"]) {
      const line = ordinaryWith({}).replace("12.3456", durationMs).replace("512", responseBytes);
      const { fast, rows } = scanned([line]);
      assert.deepEqual([fast, rows[0]?.durationUs, rows[0]?.responseBytes], [[true], us, Number(responseBytes)]);
    }
  }
});

/** Scans lines as a decoder does: what the scanner leaves goes the slow way, which counts unknown fields. */
function scanned(lines: readonly string[]): { rows: Row[]; fast: boolean[]; scanner: NdjsonScanner } {
  const options = fixtureOptions("client");
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

function ordinaryWith(changes: object): string {
  return JSON.stringify({ ...ORDINARY, ...changes });
}
