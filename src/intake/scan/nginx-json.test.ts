import assert from "node:assert/strict";
import { test } from "node:test";
import { RecordColumns } from "#records";
import { parseClientBy } from "../model/client-by.ts";
import type { DecoderOptions } from "../model/decoder.ts";
import { fixtureOptions, liveOptions, namesIn, type Row, rowOf } from "./ndjson.fixture.ts";
import { NginxJsonScanner } from "./nginx-json.ts";

/** What the log_format of the manual writes. */
const ORDINARY = {
  msec: "1779012303.250",
  remote_addr: "192.0.2.1",
  remote_user: "",
  request_method: "GET",
  request_uri: "/orders/17?page=2",
  status: "200",
  request_time: "0.045",
  upstream_response_time: "0.020",
  body_bytes_sent: "512",
  http_user_agent: "kube-probe/1.31",
  http_x_api_key: "",
  host: "api.example",
  request_id: "b2f1",
};
const ROW = {
  at: 1_779_012_303_205,
  api: "orders",
  environment: "production",
  operation: "GET /orders/17",
  status: 200,
  durationUs: 45_000,
  upstreamUs: 20_000,
  client: "192.0.2.1",
  responseBytes: 512,
  kind: 0,
  outcome: 0,
  healthCheck: 1,
  version: null,
  plan: null,
  region: null,
  release: null,
  method: "GET",
  texts: [null, null, null, null, null],
};

test("a line of the recommended log_format takes the fast path, whatever the order and the spacing of its keys", () => {
  const reversed = Object.fromEntries(Object.entries(ORDINARY).toReversed());
  const spaced = JSON.stringify(ORDINARY).replaceAll('":', '": ').replaceAll(',"', ', "');
  for (const line of [JSON.stringify(ORDINARY), JSON.stringify(reversed), spaced]) {
    assert.deepEqual(scanned([line]), [ROW], line);
  }
});

test("numbers without quotes, other usual keys and what is not told take the fast path too", () => {
  const { msec: _, request_method: __, request_uri: ___, ...rest } = ORDINARY;
  const cases: [object, Partial<Row>][] = [
    [{ ...ORDINARY, status: 503, request_time: 0.5, body_bytes_sent: 7, msec: 1_779_012_303.25 }, { status: 503 }],
    [
      { ...ORDINARY, request_time: 0.5 },
      { at: 1_779_012_302_750, durationUs: 500_000 },
    ],
    [{ ...ORDINARY, time_iso8601: "never read" }, {}],
    [{ ...rest, time_iso8601: "2026-05-17T12:05:03+02:00", request: "PUT /a?b HTTP/2.0" }, { operation: "PUT /a" }],
    [
      { ...rest, timestamp: "1779012303.25", method: "PUT", uri: "/a" },
      { at: ROW.at, method: "PUT" },
    ],
    [{ ...ORDINARY, msec: "-", time: "2026-05-17T10:05:03.250Z" }, {}],
    [
      { ...ORDINARY, status: "000", request_time: "-", remote_addr: "-" },
      { status: 0, durationUs: -1, client: null },
    ],
    [
      { ...ORDINARY, status: "", body_bytes_sent: null, bytes_sent: "9" },
      { status: 0, responseBytes: 0 },
    ],
    [
      { ...ORDINARY, upstream_response_time: "-", http_user_agent: "curl/8" },
      { upstreamUs: -1, healthCheck: 0 },
    ],
    [{ ...ORDINARY, body_bytes_sent: undefined, bytes_sent: "9" }, { responseBytes: 9 }],
    [{ ...ORDINARY, connection: 12, http2: "", pipe: ".", ssl: null, is_cached: true }, {}],
  ];
  for (const [line, expected] of cases) {
    const [row] = scanned([JSON.stringify(line)]);
    assert.notEqual(row, undefined, JSON.stringify(line));
    for (const [name, value] of Object.entries(expected)) assert.equal(row?.[name as keyof Row], value, name);
  }
});

test("the client is by address, user, key, header or field", () => {
  const keyed = { ...ORDINARY, remote_user: "ada", http_x_team: "red", client: 42, http_authorization: "Bearer k1" };
  const cases: [string, string | null][] = [
    ["ip", "192.0.2.1"],
    ["user", "ada"],
    ["header:X-Team", "red"],
    ["header:User-Agent", "kube-probe/1.31"],
    ["field:client", "42"],
    ["field:request_uri", "/orders/17?page=2"],
    ["field:nowhere", null],
    ["key", "key:6ab9f1eb8f7d"],
  ];
  for (const [client, name] of cases) assert.equal(scanned([JSON.stringify(keyed)], by(client))[0]?.client, name);
});

test("what the fast path cannot decide is left to the slow path, and leaves no trace", () => {
  const unusual = [
    "",
    "{}",
    "[1]",
    ordinaryWith({ msec: undefined }),
    ordinaryWith({ msec: "soon" }),
    ordinaryWith({ msec: "4102444801.000" }),
    ordinaryWith({ msec: "", time_iso8601: "2026-05-17T10:05:60Z" }),
    ordinaryWith({ status: undefined }),
    ordinaryWith({ status: "2000" }),
    ordinaryWith({ status: true }),
    ordinaryWith({ request_time: "0.0455" }),
    ordinaryWith({ request_time: "fast" }),
    ordinaryWith({ request_time: -1 }),
    ordinaryWith({ upstream_response_time: "0.020, 0.021" }),
    ordinaryWith({ upstream_response_time: "9999999999.5" }),
    ordinaryWith({ body_bytes_sent: "512.5" }),
    ordinaryWith({ request_method: "G3T" }),
    ordinaryWith({ request_method: "", request_uri: "" }),
    ordinaryWith({ request_method: "", request: "GET /a HTTP/1.1" }),
    ordinaryWith({ request_uri: "https://api.example/orders" }),
    ordinaryWith({ request_uri: "/é" }),
    ordinaryWith({ request_uri: '/"' }),
    ordinaryWith({ remote_addr: 1.5 }),
    ordinaryWith({ http_user_agent: "a\\b" }),
    ordinaryWith({ tls: { name: "x" } }),
    JSON.stringify(ORDINARY).replace('"host"', '"status"'),
    JSON.stringify(ORDINARY).slice(0, -1),
    `${JSON.stringify(ORDINARY)}}`,
    `\u{feff}${JSON.stringify(ORDINARY)}`,
  ];
  const options = by("ip");
  for (const line of unusual) assert.deepEqual(scanned([line], options), [undefined], line);
  assert.deepEqual(namesIn(options), []);
});

test("a method and a path that lie apart are never taken for others that read the same beside each other", () => {
  const { request_method, request_uri, ...rest } = ORDINARY;
  assert.ok(request_method !== request_uri);
  const first = { request_uri: "/x /y", ...rest, request_method: "GET" };
  const second = { request_uri: "/y", ...rest, request_method: "GET /x" };
  const rows = scanned([first, second].map((line) => JSON.stringify(line)));
  assert.deepEqual(
    rows.map((row) => row?.operation),
    ["GET /x /y", undefined],
  );
});

test("a server keeps the path as redaction leaves it, and calls the client by what stands for it", () => {
  const { live, ...options } = by("key", liveOptions("ip"));
  assert.ok(live !== undefined);
  let holder: string | undefined = "acme";
  const keyed = {
    ...options,
    live: {
      ...live,
      redaction: { ...live.redaction, changes: { path: (text: string) => `${text}!` }, client: null },
      holderOf: () => holder,
    },
  };
  const columns = new RecordColumns(2, live.redaction.kept);
  const scanner = new NginxJsonScanner(keyed);
  const line = Buffer.from(ordinaryWith({ http_x_api_key: "k1" }));
  assert.ok(scanner.scan(line, 0, line.length, columns));
  scanner.settle();
  holder = undefined;
  assert.ok(scanner.scan(line, 0, line.length, columns));
  scanner.settle();
  const rows = [0, 1].map((row) => rowOf(columns, keyed, row));
  assert.deepEqual(
    rows.map(({ client }) => client),
    ["acme", "key:6ab9f1eb8f7d"],
  );
  assert.ok(rows.every(({ texts }) => texts.includes("/orders/17!")));
});

function by(client: string, options: DecoderOptions = fixtureOptions("ip")): DecoderOptions {
  return { ...options, format: "nginx-json", clientBy: parseClientBy(client) };
}

/** The rows of lines that one scanner takes; undefined for those that it leaves. */
function scanned(lines: readonly string[], options = by("ip")): (Row | undefined)[] {
  const scanner = new NginxJsonScanner(options);
  return lines.map((line) => {
    const columns = new RecordColumns(1);
    const bytes = Buffer.from(line);
    const taken = scanner.scan(bytes, 0, bytes.length, columns);
    assert.equal(columns.length, Number(taken));
    return taken ? rowOf(columns, options, 0) : undefined;
  });
}

function ordinaryWith(changes: object): string {
  return JSON.stringify({ ...ORDINARY, ...changes });
}
