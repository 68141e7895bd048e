import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Dictionaries, RecordColumns } from "#records";
import { takeBody, TEST_NAMES } from "../otlp-decoder.testing.ts";
import { liveOptions } from "./ndjson.fixture.ts";
import { field, resourceSpans, spanBytes, type TestSpan, type TestValue, traceBody } from "./otlp-body.testing.ts";
import { OtlpScanner } from "./otlp.ts";

const START = BigInt(Date.UTC(2026, 4, 17, 10, 5, 3)) * 1_000_000n;
const TRACE = Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex");
const RESOURCE = [
  ["service.name", "orders"],
  ["service.version", "r7"],
  ["deployment.environment.name", "staging"],
  ["telemetry.sdk.language", "nodejs"],
] as const;
const ORDINARY: TestSpan = {
  traceId: TRACE,
  spanId: Buffer.from("b7ad6b7169203331", "hex"),
  kind: 2,
  start: START,
  end: START + 12_345_600n,
  attributes: [
    ["http.request.method", "GET"],
    ["url.scheme", "https"],
    ["url.path", "/orders/17"],
    ["http.route", "/orders/:id"],
    ["http.response.status_code", 200],
    ["plimsoll.client", "acme"],
    ["user_agent.original", "curl/8.1 (x)"],
    ["client.address", "203.0.113.9"],
    ["http.response.body.size", 70_000],
  ],
};

test("an ordinary server span becomes a row without the decoder", () => {
  const options = liveOptions("client");
  const columns = new RecordColumns(4, options.live?.redaction.kept);
  const scanner = new OtlpScanner(options, TEST_NAMES);
  const unusual: number[] = [];
  const body = Buffer.concat([traceBody(RESOURCE, [ORDINARY, { ...ORDINARY, kind: 3 }]), Buffer.alloc(16)]);
  let others = 0;
  const isWhole = scanner.scan(body, body.length - 16, {
    room: () => columns,
    isNew: () => true,
    kept: () => undefined,
    repeated: () => undefined,
    passedOver: () => others++,
    unusualResource: (from) => unusual.push(from),
    unusual: (from) => unusual.push(from),
  });
  scanner.settle();
  assert.deepEqual([isWhole, columns.length, others, unusual], [true, 1, 1, []]);
  const { rows } = takeBody(body.subarray(0, -16), liveOptions("client"), "scanned");
  assert.deepEqual(rows, [
    {
      at: Number(START / 1_000_000n),
      api: "orders",
      environment: "staging",
      operation: "GET /orders/{id}",
      status: 200,
      durationUs: 12_346,
      upstreamUs: -1,
      client: "hashed 4",
      responseBytes: 70_000,
      kind: 0,
      outcome: 0,
      healthCheck: 0,
      version: null,
      plan: null,
      region: null,
      release: "r7",
      method: "GET",
      texts: ["0af7651916cd43dd8448eb211c80319c", "", "/orders/17", "203", "curl/8.1 (x)!"],
    },
  ]);
});

test("scanner and decoder agree on spans of all kinds", () => {
  fc.assert(
    fc.property(fc.array(group(), { maxLength: 3 }), (groups) => {
      agree(Buffer.concat(groups.map((one) => field(1, one))));
    }),
    { numRuns: 2_000 },
  );
});

test("scanner and decoder agree on damaged bodies, and none ends the process", () => {
  const edit = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.uint8Array({ maxLength: 3 }),
    fc.nat({ max: 3 }),
  );
  fc.assert(
    fc.property(group(), fc.array(edit, { minLength: 1, maxLength: 3 }), (one, edits) => {
      agree(edits.reduce(edited, field(1, one)));
    }),
    { numRuns: 4_000 },
  );
});

test("scanner and decoder agree on random bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      agree(Buffer.from(bytes));
    }),
    { numRuns: 2_000 },
  );
});

test("a span that comes again in the same body is taken once", () => {
  const body = traceBody(RESOURCE, [
    ORDINARY,
    { ...ORDINARY, attributes: [...(ORDINARY.attributes ?? []), ["error.type", "é"]] },
  ]);
  const { rows, repeats } = agree(body);
  assert.deepEqual([rows.length, repeats], [1, 1]);
});

test("an instant is cut to the millisecond and a duration rounded to the microsecond, exactly", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 4_000_000_000_000_000_000n }),
      fc.bigInt({ min: 0n, max: 10n ** 13n }),
      (start, lasts) => {
        const { rows } = agree(traceBody(RESOURCE, [{ ...ORDINARY, start, end: start + lasts }]));
        assert.equal(rows[0]?.at, Number(start / 1_000_000n));
        assert.equal(rows[0]?.durationUs, Number((lasts + 500n) / 1_000n));
      },
    ),
  );
});

function edited(bytes: Buffer, [where, insert, remove]: readonly [number, Uint8Array, number]): Buffer {
  const at = Math.floor(where * bytes.length);
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
}

/** Both ways make the same of a body. */
function agree(body: Buffer) {
  const [fast, slow] = [liveOptions("client"), liveOptions("client")];
  const scanned = takeBody(body, fast, "scanned");
  const slowly = takeBody(body, { ...slow, dictionaries: new Dictionaries() }, "slowly");
  const what = body.toString("hex");
  assert.equal(scanned.malformed, slowly.malformed, what);
  // Of a malformed body nothing is kept, whatever was read before the damage.
  if (!slowly.malformed) assert.deepEqual(scanned, slowly, what);
  if (!slowly.malformed) assert.deepEqual(fast.live?.leftOut, slow.live?.leftOut, what);
  return scanned;
}

function group(): fc.Arbitrary<Buffer> {
  const spans = fc.array(span().map(spanBytes), { maxLength: 3 });
  return fc.tuple(attributes(RESOURCE_NAMES), spans).map(([resource, written]) => resourceSpans(resource, written));
}

const RESOURCE_NAMES = [
  "service.name",
  "service.version",
  "deployment.environment",
  "plimsoll.api",
  "host.name",
  "server.address",
];
const NAMES =
  "http.request.method http.method http.route url.path http.target http.response.status_code http.status_code error.type plimsoll.client enduser.id http.request.header.x-api-key client.address user_agent.original http.user_agent server.address http.host server.port net.host.name http.response.body.size plimsoll.version plimsoll.plan cloud.region plimsoll.api service.name url.scheme a http.server.request.duration http.request.methoe".split(
    " ",
  );

function span(): fc.Arbitrary<TestSpan> {
  const id = (length: number) =>
    fc.oneof(fc.uint8Array({ minLength: length, maxLength: length }), fc.uint8Array({ maxLength: 3 }));
  const instant = fc.oneof(fc.bigInt({ min: START, max: START + 10n ** 10n }), fc.constantFrom(0n, 1n, 2n ** 63n));
  const states = ["", "ot=th:0", "ot=th:8", "rojo=1,ot=rv:2;th:c", "ot=p:8", "é"];
  const some = fc.record(
    {
      traceId: id(16),
      spanId: id(8),
      traceState: fc.constantFrom(...states),
      kind: fc.constantFrom(2, 2, 2, 1, 0, 3, 300, -1),
      start: instant,
      end: instant,
      attributes: attributes(NAMES),
      statusCode: fc.constantFrom(0, 1, 2, 300),
    },
    { requiredKeys: ["attributes"] },
  );
  return fc.oneof(
    some,
    some.map((one) => ({ ...ORDINARY, ...one })),
    fc.tuple(some, attributes(NAMES)).map(([one, more]) => {
      const attributesOfBoth = [...new Map([...(ORDINARY.attributes ?? []), ...more])];
      return { ...one, ...ORDINARY, attributes: attributesOfBoth };
    }),
  );
}

function attributes(names: readonly string[]): fc.Arbitrary<readonly (readonly [string, TestValue])[]> {
  const value = fc.oneof(
    fc.constantFrom<TestValue>(
      "orders",
      "billing",
      "GET",
      "POST",
      "G T",
      "/orders/17?x=2",
      "/orders/:id/items",
      "x",
      "",
      "é",
    ),
    fc.constantFrom<TestValue>(
      "acme",
      "kube-probe/1.3",
      'q"uote',
      "api.test",
      "timeout",
      "k17",
      "x".repeat(200),
      "/o/:a?",
      "orders/{id}",
    ),
    fc.constantFrom<TestValue>(200, 404, 503, 0, 1_000, 8_443, -1, 2 ** 40, 1.5, true, "200", "8443"),
    fc.constantFrom<TestValue>(["k17"], ["a", "b"], []),
  );
  const fitting = fc.constantFrom<readonly [string, TestValue]>(
    ...([
      ["http.response.status_code", 201],
      ["server.address", "api.test"],
      ["server.port", 8_443],
      ["http.request.header.x-api-key", ["k42"]],
      ["url.path", "/orders/9"],
      ["service.name", "orders"],
    ] as const),
  );
  return fc.array(fc.oneof(fc.tuple(fc.constantFrom(...names, ""), value), fitting), { maxLength: 8 });
}
