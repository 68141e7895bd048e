import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { appendRecord } from "../append-record.ts";
import { Dictionaries, NOT_TOLD, RecordColumns, UNATTRIBUTED } from "#records";
import { decodeCombined, decodeCommon } from "../model/combined.ts";
import type { DecoderOptions } from "../model/decoder.ts";
import { CombinedScanner } from "./combined.ts";
import { agreeOnLines, agreeTogether, type Scanned } from "./agree-on-lines.testing.ts";
import { liveOptions, rowOf, withoutNumbers } from "./ndjson.fixture.ts";

const BELIEVED = { from: Date.UTC(2000, 0, 1), to: Date.UTC(2030, 0, 1) };

/** A scanner with its own columns, to be asked line by line. */
function scannerOf(
  format: "combined" | "common",
  by: "ip" | "user",
  numbersAlike = false,
): { rowOf(line: Uint8Array): unknown; slowRowOf(line: Uint8Array): unknown } {
  const options: DecoderOptions = {
    format,
    clientBy: { by },
    api: "orders",
    onlyApi: false,
    believed: BELIEVED,
    operationOf: (method, path) => `${method} ${numbersAlike ? withoutNumbers(path) : path}`,
    numbersAlike,
    dimensions: ["method"],
    dictionaries: new Dictionaries(),
  };
  const scanner = new CombinedScanner(options);
  const columns = new RecordColumns(1);
  return {
    rowOf(line) {
      columns.length = 0;
      // Something follows a line in its chunk, and must not be read as part of it.
      const chunk = Buffer.concat([Buffer.from('9 "'), line, Buffer.from('5 "-" "kube-probe/1"\n')]);
      const appended = scanner.scan(chunk, 3, 3 + line.length, columns);
      assert.equal(columns.length, appended ? 1 : 0);
      return appended ? firstRow(columns, options.dictionaries) : undefined;
    },
    slowRowOf(line) {
      columns.length = 0;
      const decode = format === "common" ? decodeCommon : decodeCombined;
      const decoded = decode(Buffer.from(line).toString("latin1"), options.clientBy);
      const dropped = "drop" in decoded ? decoded : appendRecord(decoded, options, columns);
      return dropped ?? firstRow(columns, options.dictionaries);
    },
  };
}

function firstRow(columns: RecordColumns, { apis, clients, environments, methods, operations }: Dictionaries): object {
  const client = columns.client[0] as number;
  const method = columns.method[0] as number;
  return {
    at: columns.at[0],
    durationUs: columns.durationUs[0],
    status: columns.status[0],
    outcome: columns.outcome[0],
    kind: columns.kind[0],
    healthCheck: columns.healthCheck[0],
    api: apis.nameOf(columns.api[0] as number),
    environment: environments.nameOf(columns.environment[0] as number),
    operation: operations.nameOf(columns.operation[0] as number),
    client: client === UNATTRIBUTED ? null : clients.nameOf(client),
    responseBytes: columns.responseBytes[0],
    method: method === NOT_TOLD ? null : methods.nameOf(method),
  };
}

const two = fc.integer({ min: 0, max: 61 }).map((value) => String(value).padStart(2, "0"));
const word = fc.constantFrom(
  "-",
  "192.0.2.7",
  "2001:db8::7",
  "shop",
  "api.example:80",
  "Jane Doe",
  '""',
  "x[y]",
  "é",
  "",
);
const time = fc
  .tuple(
    two,
    fc.constantFrom("Jan", "Feb", "May", "Dec"),
    fc.constantFrom("1969", "2015", "2016", "2099"),
    two,
    two,
    two,
    fc.constantFrom("+0000", "-0730", "+2500", "x"),
  )
  .map(([day, month, year, h, m, s, zone]) => `${day}/${month}/${year}:${h}:${m}:${s} ${zone}`);
const ordinaryTime = fc
  .tuple(fc.integer({ min: 10, max: 28 }), fc.integer({ min: 10, max: 23 }))
  .map(([day, hour]) => `${day}/May/2015:${hour}:05:03 +0200`);
const target = fc.constantFrom(
  "/",
  "/orders",
  "/orders/7?x=1",
  "/a#b",
  "/a b",
  "*",
  "http://h/x?y",
  "?x",
  "",
  "/é",
  String.raw`/a\x41`,
  String.raw`/\"`,
  "/1",
  "/22",
  "/orders/8#x",
  "/7/8a/9/",
);
const request = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("GET", "POST", "get", "M-SEARCH", "G3T", "CONNECT", "X".repeat(33)),
      target,
      fc.constantFrom("HTTP/1.1", "HTTP/2", "HTTP/2.0", "HTTP/11", "http/1.1", "HTTP/1."),
    )
    .map((parts) => parts.join(" ")),
  fc.constantFrom("-", "", "GET", "GET /orders", String.raw`\x16\x03`),
);
const agents = fc.constantFrom(
  "",
  ' "-" "-"',
  ' "-" "kube-probe/1.29"',
  ' "https://x/" "Go-http-client/1.1" "203.0.113.9"',
  ' "a\\"b" "ELB-HealthChecker/2"',
  ' "a" "b',
  ' "é" "é"',
  ' "-" "',
  ' "-"',
  ' "-" kube-probe/1',
  " ",
);
const line = fc
  .tuple(
    fc.tuple(word, word, word),
    fc.oneof(time, ordinaryTime),
    request,
    fc.constantFrom("200", "503", "-", "000", "20", "2000", "x"),
    fc.constantFrom("0", "-", "512", "999999999999999", "1000000000000000", "", "5x"),
    agents,
  )
  .map(([who, at, asked, status, sent, rest]) =>
    Buffer.from(`${who.join(" ")} [${at}] "${asked}" ${status} ${sent}${rest}`),
  );
const mutated = fc
  .tuple(
    line,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.oneof(fc.constantFrom(...Buffer.from(' "\\[]-?#/:.é\0\t')), fc.integer({ min: 0, max: 255 })),
      ),
      { maxLength: 3 },
    ),
    fc.nat(),
  )
  .map(([bytes, changes, cut]) => {
    const copy = Buffer.from(bytes);
    for (const [at, byte] of changes) copy[at % copy.length] = byte;
    return cut % 4 === 0 ? copy.subarray(0, cut % copy.length) : copy;
  });

for (const format of ["combined", "common"] as const) {
  for (const by of ["ip", "user"] as const) {
    test(`whatever the scanner takes of a ${format} log is the row of the slow path, clients by ${by}`, () => {
      // By user numbers are alike, so that both ways to remember operations are compared.
      const scanner = scannerOf(format, by, by === "user");
      const anything = fc.oneof(line, mutated, mutated, fc.uint8Array({ maxLength: 200 }));
      fc.assert(
        fc.property(anything, (bytes) => {
          const row = scanner.rowOf(bytes);
          if (row !== undefined) assert.deepEqual(row, scanner.slowRowOf(bytes));
        }),
        { numRuns: 3_000 },
      );
    });
  }
}

test("for a server too: API, operation, kept path and the name of the client are those of the slow path", () => {
  const combined: Scanned<CombinedScanner> = { open: (options) => new CombinedScanner(options) };
  fc.assert(
    fc.property(
      fc.array(fc.oneof(line, mutated), { minLength: 1, maxLength: 12 }),
      fc.constantFrom("ip", "user"),
      (lines, by) => {
        const unmatched: string[] = [];
        agreeOnLines(
          combined,
          lines,
          serverOptions(by, (path) => unmatched.push(path)),
        );
        assert.deepEqual(
          unmatched.filter((_, index) => index % 2 === 0),
          unmatched.filter((_, index) => index % 2 === 1),
        );
        agreeTogether(combined, lines, serverOptions(by));
      },
    ),
    { numRuns: 500 },
  );
});

test("a server's row has the redacted client and path, the operation of the document, and nothing of an earlier row", () => {
  const options = serverOptions("ip");
  const columns = new RecordColumns(1, options.live?.redaction.kept);
  columns.region.fill(0);
  const scanner = new CombinedScanner(options);
  const bytes = Buffer.from('192.0.2.7 - - [17/May/2015:10:05:03 +0000] "GET /e/1?x HTTP/1.1" 200 5 "-" "x"\n');
  assert.ok(scanner.scan(bytes, 0, bytes.length - 1, columns));
  scanner.settle();
  const { client, operation, region, texts } = rowOf(columns, options, 0);
  assert.deepEqual([client, operation, region], ["hashed 9", "GET one /e/{id}", null]);
  assert.ok(texts.includes("/E/1"));
});

test("ordinary lines are taken by the scanner, not left to the slow path", () => {
  const ordinary = fc
    .tuple(
      fc.constantFrom("192.0.2.7 - -", "2001:db8::7 - shop", "host.example ident user"),
      ordinaryTime,
      fc.constantFrom("GET /orders HTTP/1.1", "POST /orders/7?x=1 HTTP/2.0", "DELETE /#x HTTP/3"),
      fc.constantFrom("200 512", "304 -", "499 0"),
      fc.constantFrom('"-" "curl/8.5.0"', '"https://x/" "kube-probe/1.29"', '"-" "x" "203.0.113.9" 0.004', '"-" "\xff'),
    )
    .map(([who, at, asked, answer, rest]) => Buffer.from(`${who} [${at}] "${asked}" ${answer} ${rest}`, "latin1"));
  const scanner = scannerOf("combined", "ip");
  fc.assert(
    fc.property(ordinary, (bytes) => {
      const row = scanner.rowOf(bytes);
      assert.notEqual(row, undefined);
      assert.deepEqual(row, scanner.slowRowOf(bytes));
    }),
  );
});

test("a common line is taken by the scanner of the common format", () => {
  const bytes = Buffer.from('192.0.2.7 - shop [17/May/2015:10:05:03 +0000] "GET /orders HTTP/1.1" 200 512');
  const scanner = scannerOf("common", "user");
  assert.notEqual(scanner.rowOf(bytes), undefined);
  assert.deepEqual(scanner.rowOf(bytes), scanner.slowRowOf(bytes));
  assert.equal(scannerOf("combined", "user").rowOf(bytes), undefined);
});

function serverOptions(by: "ip" | "user", countUnmatched?: (request: string) => void): DecoderOptions {
  const { live, ...options } = liveOptions("ip", countUnmatched);
  assert.ok(live !== undefined);
  const redaction = { ...live.redaction, changes: { path: (text: string) => text.toUpperCase() } };
  return { ...options, format: "combined", clientBy: { by }, live: { ...live, redaction } };
}
