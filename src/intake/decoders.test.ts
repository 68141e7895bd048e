import assert from "node:assert/strict";
import { test } from "node:test";
import { openDecoder } from "./decoders.ts";
import {
  ASKED_DIMENSIONS,
  Dictionaries,
  dictionaryOf,
  NO_DURATION,
  NOT_TOLD,
  RecordColumns,
  UNATTRIBUTED,
} from "#records";
import type { Decoder, DecoderOptions } from "./model/decoder.ts";
import { KINDS, OUTCOMES } from "./model/record.ts";

const COMBINED = '192.0.2.7 - shop [17/May/2015:10:05:03 +0000] "GET /orders HTTP/1.1" 200 512 "-" "curl/8.5.0"';
const RECORD = { at: "2015-05-17T10:05:03Z", operation: "GET /orders", status: 200 };

function optionsOf(changes: Partial<DecoderOptions>): DecoderOptions {
  return {
    format: "combined",
    clientBy: { by: "ip" },
    api: "orders",
    onlyApi: false,
    believed: { from: Date.UTC(2000, 0, 1), to: Date.UTC(2027, 0, 1) },
    operationOf: (method, path) => `${method} ${path}`,
    numbersAlike: false,
    dimensions: [],
    dictionaries: new Dictionaries(),
    ...changes,
  };
}

function decode(decoder: Decoder, line: string | Uint8Array, columns = new RecordColumns(8)): string {
  const bytes = Buffer.from(line as string);
  return decoder.decode(bytes, 0, bytes.length, columns)?.drop ?? "kept";
}

function ndjson(record: object): string {
  return JSON.stringify(record);
}

test("a kept line is one row with all its columns", () => {
  const options = optionsOf({ format: "alb" });
  const columns = new RecordColumns(2);
  const line =
    'h2 2018-07-02T22:23:00.186641Z app/x/1 192.0.2.1:2817 - 0.001 0.002 0.003 460 - 34 366 "GET https://h:443/orders?x HTTP/2.0" "ELB-HealthChecker/2.0" - - - "-"';
  assert.equal(decode(openDecoder(options), line, columns), "kept");
  const { apis, clients, environments, operations } = options.dictionaries;
  assert.equal(columns.length, 1);
  assert.equal(columns.at[0], Date.UTC(2018, 6, 2, 22, 23, 0, 180));
  assert.equal(columns.durationUs[0], 6_000);
  assert.equal(columns.status[0], 460);
  assert.equal(OUTCOMES[columns.outcome[0] as number], "clientAborted");
  assert.equal(KINDS[columns.kind[0] as number], "client");
  assert.equal(columns.healthCheck[0], 1);
  assert.equal(columns.responseBytes[0], 366);
  assert.equal(apis.nameOf(columns.api[0] as number), "orders");
  assert.equal(environments.nameOf(columns.environment[0] as number), "production");
  assert.equal(operations.nameOf(columns.operation[0] as number), "GET /orders");
  assert.equal(clients.nameOf(columns.client[0] as number), "192.0.2.1");
});

test("version, plan, region, release and method are told only to a reader that asks for them", () => {
  const record = ndjson({ ...RECORD, version: "v2", plan: "gold", region: "eu", release: "r7", method: "POST" });
  const told = (columns: RecordColumns, { dictionaries: names }: DecoderOptions): (string | null)[] =>
    ASKED_DIMENSIONS.map((dimension) => {
      const id = columns[dimension][0] as number;
      return id === NOT_TOLD ? null : dictionaryOf(names, dimension).nameOf(id);
    });
  const rows: readonly (readonly [Partial<DecoderOptions>, string, (string | null)[]])[] = [
    [{ format: "ndjson", dimensions: ASKED_DIMENSIONS }, record, ["v2", "gold", "eu", "r7", "POST"]],
    [{ format: "ndjson", dimensions: ASKED_DIMENSIONS }, ndjson(RECORD), [null, null, null, null, "GET"]],
    [
      { format: "ndjson", dimensions: ASKED_DIMENSIONS },
      ndjson({ ...RECORD, operation: "list orders" }),
      [null, null, null, null, null],
    ],
    [{ format: "combined", dimensions: ASKED_DIMENSIONS }, COMBINED, [null, null, null, null, "GET"]],
    [{ format: "combined", dimensions: ASKED_DIMENSIONS }, COMBINED.replace("GET", "-"), [null, null, null, null, "-"]],
    [
      { format: "combined", dimensions: ASKED_DIMENSIONS },
      COMBINED.replace("GET /orders HTTP/1.1", "-"),
      Array(5).fill(null),
    ],
    [{ format: "ndjson", dimensions: ["plan"] }, record, [null, "gold", null, null, null]],
    [{ format: "ndjson" }, record, Array(5).fill(null)],
    [{ format: "combined" }, COMBINED, Array(5).fill(null)],
  ];
  for (const [changes, line, expected] of rows) {
    const options = optionsOf(changes);
    const columns = new RecordColumns(1);
    assert.equal(decode(openDecoder(options), line, columns), "kept");
    assert.deepEqual(told(columns, options), expected, line);
  }
});

test("what a line does not tell is absent in its row, not zero", () => {
  const columns = new RecordColumns(1);
  assert.equal(
    decode(
      openDecoder(optionsOf({ format: "ndjson", clientBy: { by: "field", name: "client" } })),
      ndjson(RECORD),
      columns,
    ),
    "kept",
  );
  assert.equal(columns.durationUs[0], NO_DURATION);
  assert.equal(columns.client[0], UNATTRIBUTED);
  assert.equal(OUTCOMES[columns.outcome[0] as number], "");
  assert.equal(columns.responseBytes[0], 0);
});

test("a line is dropped for the first thing that is wrong with it, and no row is appended", () => {
  const columns = new RecordColumns(1);
  const rows: readonly (readonly [Partial<DecoderOptions>, string | Uint8Array, string])[] = [
    [{}, "hello", "malformed"],
    [{}, "", "malformed"],
    [{}, COMBINED.replace("17/May", "31/Feb"), "badTime"],
    [{}, COMBINED.replace("2015", "1970"), "tooOld"],
    [{}, COMBINED.replace("2015", "2099"), "future"],
    [{}, Buffer.from(COMBINED.replace("/orders", "/\xe9"), "latin1"), "encoding"],
    [{ format: "ndjson" }, Buffer.from(ndjson({ ...RECORD, client: "\xe9" }), "latin1"), "encoding"],
    [{ format: "ndjson", onlyApi: true }, ndjson({ ...RECORD, api: "other" }), "unknownApi"],
    [{ format: "traefik" }, COMBINED, "malformed"],
    [{ format: "traefik" }, "{}", "malformed"],
  ];
  for (const [changes, line, reason] of rows) {
    assert.equal(decode(openDecoder(optionsOf(changes)), line, columns), reason, String(line));
  }
  assert.equal(columns.length, 0);
});

test("the believed interval is half-open", () => {
  const at = Date.UTC(2015, 4, 17, 10, 5, 3);
  assert.equal(decode(openDecoder(optionsOf({ believed: { from: at, to: at + 1 } })), COMBINED), "kept");
  assert.equal(decode(openDecoder(optionsOf({ believed: { from: at - 1, to: at } })), COMBINED), "future");
  assert.equal(decode(openDecoder(optionsOf({ believed: { from: at + 1, to: at + 2 } })), COMBINED), "tooOld");
});

test("a record that names an API keeps it, unless only one is asked for", () => {
  const options = optionsOf({ format: "ndjson" });
  const columns = new RecordColumns(1);
  assert.equal(decode(openDecoder(options), ndjson({ ...RECORD, api: "other" }), columns), "kept");
  assert.equal(options.dictionaries.apis.nameOf(columns.api[0] as number), "other");
  assert.equal(
    decode(openDecoder(optionsOf({ format: "ndjson", onlyApi: true })), ndjson({ ...RECORD, api: "orders" })),
    "kept",
  );
});

test("a UTF-8 byte order mark before a line is not part of it", () => {
  for (const [format, line] of [
    ["combined", COMBINED],
    ["ndjson", ndjson(RECORD)],
    ["traefik", `${COMBINED} 1 "-" "-" 3ms`],
  ] as const) {
    const options = optionsOf({ format });
    assert.equal(decode(openDecoder(options), `\uFEFF${line}`), "kept", format);
    assert.deepEqual(options.dictionaries.clients.names, format === "ndjson" ? [] : ["192.0.2.7"]);
  }
});

test("a line of the scanner and one of the slow path get the same ids", () => {
  const options = optionsOf({ clientBy: { by: "user" } });
  const decoder = openDecoder(options);
  const columns = new RecordColumns(4);
  for (const path of ["/orders", String.raw`/order\x73`, "/orders?page=2", String.raw`/\x6frders?page=2`]) {
    assert.equal(decode(decoder, COMBINED.replace("/orders", path), columns), "kept");
  }
  assert.deepEqual([...columns.operation.subarray(0, 4)], [0, 0, 0, 0]);
  assert.deepEqual(options.dictionaries.operations.names, ["GET /orders"]);
  assert.deepEqual(options.dictionaries.clients.names, ["shop"]);
});

test("an operation is asked for once, whichever path reads the line", () => {
  const asked: string[] = [];
  const decoder = openDecoder(
    optionsOf({
      operationOf: (method, path) => {
        asked.push(`${method} ${path}`);
        return "GET /orders";
      },
    }),
  );
  for (const path of ["/orders", String.raw`/order\x73`, "/orders?x"]) {
    decode(decoder, COMBINED.replace("/orders", path));
  }
  assert.deepEqual(asked, ["GET /orders"]);
});

test("a client by key is shown by the start of the key's SHA-256, never by the key", () => {
  const options = optionsOf({ format: "ndjson", clientBy: { by: "key" } });
  assert.equal(decode(openDecoder(options), ndjson({ ...RECORD, key: "secret" })), "kept");
  assert.deepEqual(options.dictionaries.clients.names, ["key:2bb80d537b1d"]);
});

test("unknown fields of kept records are counted by name, at most 100 of them", () => {
  const decoder = openDecoder(optionsOf({ format: "ndjson" }));
  for (let i = 0; i < 3; i++) decode(decoder, ndjson({ ...RECORD, colour: "red", nested: { a: 1 } }));
  decode(decoder, ndjson({ ...RECORD, at: "2099-01-01T00:00:00Z", colour: "red" }));
  assert.deepEqual(
    [...decoder.unknownFields],
    [
      ["colour", 3],
      ["nested", 3],
    ],
  );
  for (let i = 0; i < 200; i++) decode(decoder, ndjson({ ...RECORD, [`field${i}`]: 1 }));
  assert.equal(decoder.unknownFields.size, 100);
});

test("the slow path asks for an operation once for all numbers in a path when they are alike", () => {
  const asked: string[] = [];
  const operationOf = (method: string, path: string): string => {
    asked.push(path);
    return `${method} ${path.replaceAll(/\d+/g, "{id}")}`;
  };
  const decoder = openDecoder(optionsOf({ format: "ndjson", operationOf, numbersAlike: true }));
  for (const path of ["/ü/1", "/ü/22", "/ü/1/x", "/ü/\u0001"]) {
    assert.equal(decode(decoder, ndjson({ at: RECORD.at, status: 200, method: "GET", path })), "kept");
  }
  assert.deepEqual(asked, ["/ü/1", "/ü/1/x", "/ü/\u0001"]);
});

test("a header that carries a secret names clients as a key does, in whatever case it is asked for", () => {
  for (const name of ["Authorization", "authorization", "COOKIE", "Proxy-Authorization", "x-api-key"]) {
    const options = optionsOf({ format: "caddy", clientBy: { by: "header", name } });
    const headers = { [name]: ["Bearer s3cret"] };
    const request = { method: "GET", uri: "/orders", headers };
    const line = JSON.stringify({ ts: 1_431_857_103, duration: 0.01, status: 200, size: 1, request });
    assert.equal(decode(openDecoder(options), line), "kept");
    assert.match(options.dictionaries.clients.nameOf(0), /^key:[0-9a-f]{12}$/);
  }
  const open = optionsOf({ format: "caddy", clientBy: { by: "header", name: "X-Client" } });
  const request = { method: "GET", uri: "/orders", headers: { "X-Client": ["shop"] } };
  decode(openDecoder(open), JSON.stringify({ ts: 1_431_857_103, status: 200, request }));
  assert.equal(open.dictionaries.clients.nameOf(0), "shop");
});
