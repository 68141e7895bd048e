import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Dictionaries, RecordColumns } from "#records";
import { takeBody, TEST_NAMES } from "../otlp-decoder.testing.ts";
import { liveOptions } from "./ndjson.fixture.ts";
import { field, resourceSpans, spanBytes, type TestAttributes, type TestSpan, traceBody } from "./otlp-body.testing.ts";
import {
  attributes,
  changed,
  group,
  NAMES,
  ODD_FIELDS,
  ORDINARY,
  OTHERS,
  RESOURCE,
  START,
  value,
} from "./otlp-spans.testing.ts";
import { OtlpScanner } from "./otlp.ts";

test("an ordinary server span becomes a row without the decoder", () => {
  const options = liveOptions("client");
  const columns = new RecordColumns(4, options.live?.redaction.kept);
  const scanner = new OtlpScanner(options, TEST_NAMES);
  const unusual: number[] = [];
  const body = Buffer.concat([traceBody(RESOURCE, [ORDINARY, { ...ORDINARY, kind: 3 }]), Buffer.alloc(16)]);
  let others = 0;
  const isWhole = scanner.scan(body, body.length - 16, {
    room: () => columns,
    expect: () => undefined,
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

test("scanner and decoder agree on spans that are nearly like the one before", () => {
  const edit = fc.oneof(
    fc.record({ kind: fc.constant("value" as const), at: fc.nat(), value: value() }),
    fc.record({ kind: fc.constant("name" as const), at: fc.nat(), letter: fc.nat() }),
    fc.record({ kind: fc.constant("out" as const), at: fc.nat() }),
    fc.record({ kind: fc.constant("in" as const), at: fc.nat(), name: fc.constantFrom(...NAMES, ...OTHERS) }),
  );
  const like = fc.tuple(
    attributes([...NAMES, ...OTHERS]),
    fc.array(fc.array(edit, { maxLength: 2 }), { maxLength: 9 }),
  );
  fc.assert(
    fc.property(like, fc.array(fc.constantFrom(...ODD_FIELDS), { maxLength: 1 }), ([more, edits], odd) => {
      let written: TestAttributes = [...new Map([...more, ...(ORDINARY.attributes ?? [])])];
      const spans = edits.map((some, i) => {
        written = some.reduce(changed, written);
        const bytes = spanBytes({ ...ORDINARY, spanId: Buffer.from([i, 1, 2, 3, 4, 5, 6, 7]), attributes: written });
        return i === 2 ? Buffer.concat([bytes, ...odd]) : bytes;
      });
      agree(field(1, resourceSpans(RESOURCE, spans)));
    }),
    { numRuns: 2_000 },
  );
});

test("names of attributes of others, however many, hide none that is read", () => {
  const others = Array.from({ length: 300 }, (_, i) => [`other.attribute.${"x".repeat(i % 40)}.${i}`, i] as const);
  const spans = [...others.keys()].map((i) => ({
    ...ORDINARY,
    spanId: Buffer.from([i & 0xff, i >> 8, 1, 1, 1, 1, 1, 1]),
    attributes: [...others.slice(i, i + 9), ...(ORDINARY.attributes ?? []), ...others.slice(0, i % 7)],
  }));
  const { rows } = agree(traceBody(RESOURCE, spans));
  assert.equal(rows.length, 300);
  assert.equal(new Set(rows.map((row) => JSON.stringify(row))).size, 1);
});

test("what one span says of its place is not taken for what its resource says", () => {
  let spanCount = 0;
  const told = (more: TestAttributes): TestSpan => ({
    ...ORDINARY,
    spanId: Buffer.from([++spanCount, 2, 3, 4, 5, 6, 7, 8]),
    attributes: [...(ORDINARY.attributes ?? []), ...more],
  });
  const odd: TestAttributes = [["error.type", "é"]];
  const spans = [
    told([]),
    told([["service.version", "r8"]]),
    told(odd),
    told([
      ["plimsoll.plan", "free"],
      ["cloud.region", "eu"],
    ]),
    told([["deployment.environment", "test"]]),
    told([["plimsoll.api", "billing"]]),
    told([["plimsoll.version", "v2"]]),
  ];
  const { drops, rows } = agree(traceBody(RESOURCE, spans));
  assert.deepEqual(
    rows.map(({ environment, plan, region, release, version }) => [environment, plan, region, release, version]),
    [
      ["staging", null, null, "r7", null],
      ["staging", null, null, "r8", null],
      ["staging", null, null, "r7", null],
      ["staging", "free", "eu", "r7", null],
      ["test", null, null, "r7", null],
      ["staging", null, null, "r7", "v2"],
    ],
  );
  assert.deepEqual(
    drops.map(({ drop }) => drop),
    ["notTheSource"],
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
