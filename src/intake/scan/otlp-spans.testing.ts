import fc from "fast-check";
import { resourceSpans, spanBytes, type TestAttributes, type TestSpan, type TestValue } from "./otlp-body.testing.ts";

/** When spans of tests begin, ns. */
export const START = BigInt(Date.UTC(2026, 4, 17, 10, 5, 3)) * 1_000_000n;
const TRACE = Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex");
/** A resource as an SDK tells it. */
export const RESOURCE = [
  ["service.name", "orders"],
  ["service.version", "r7"],
  ["deployment.environment.name", "staging"],
  ["telemetry.sdk.language", "nodejs"],
] as const;
/** A server's span as an SDK tells it. */
export const ORDINARY: TestSpan = {
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

/** How a span differs from the one before. */
export type Edit =
  | { readonly kind: "value"; readonly at: number; readonly value: TestValue }
  | { readonly kind: "name"; readonly at: number; readonly letter: number }
  | { readonly kind: "out"; readonly at: number }
  | { readonly kind: "in"; readonly at: number; readonly name: string };

/** The attributes after an edit. */
export function changed(written: TestAttributes, edit: Edit): TestAttributes {
  const at = edit.at % Math.max(1, written.length);
  const [name, told] = written[at] ?? ["a", 1];
  switch (edit.kind) {
    case "value":
      return written.with(at, [name, edit.value]);
    case "name": {
      const letter = edit.letter % Math.max(1, name.length);
      return written.with(at, [`${name.slice(0, letter)}x${name.slice(letter + 1)}`, told]);
    }
    case "out":
      return written.toSpliced(at, 1);
    case "in":
      return written.toSpliced(at, 0, [edit.name, told]);
  }
}

/** `ResourceSpans` of a few spans of all kinds. */
export function group(): fc.Arbitrary<Buffer> {
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
/** Names of attributes, most of them read. */
export const NAMES =
  "http.request.method http.method http.route url.path http.target http.response.status_code http.status_code error.type plimsoll.client enduser.id http.request.header.x-api-key client.address user_agent.original http.user_agent server.address http.host server.port net.host.name http.response.body.size plimsoll.version plimsoll.plan cloud.region plimsoll.api service.name url.scheme a http.server.request.duration http.request.methoe".split(
    " ",
  );

/** Names that are not read: as long as others, with the same ends as others, too short or too long to be remembered. */
export const OTHERS = [
  ..."url.scheme network.peer.address network.protocol.version http.requast.method url.patc a abcd http.rouue".split(
    " ",
  ),
  "x".repeat(53),
  "x".repeat(54),
  "x".repeat(130),
];

/** Fields as no SDK writes them: lengths in more bytes than they need, tags in two bytes, what stands there twice. */
export const ODD_FIELDS = [
  [0x80, 0x01, 0x05],
  [0x50, 0x80, 0x01],
  [0x60, 0x05],
  [0x7a, 0x00],
  [0x7a, 0x02, 0x18, 0x02],
  [0x7a, 0x02, 0x18, 0x82],
  [0x22, 0x03, 0x61, 0x62, 0x63],
  [0x22, 0x08, 0x61],
  [0x2a, 0x7f],
  [0x30, 0x02],
  [0x30, 0x03],
  [0x4a, 0x87, 0x00, 0x0a, 0x01, 0x61, 0x12, 0x02, 0x0a, 0x00],
  [0x4a, 0x84, 0x00, 0x0a, 0x01, 0x61, 0x12, 0x02, 0x0a, 0x00],
  [0x4a, 0x00],
].map((bytes) => Uint8Array.from(bytes));

function span(): fc.Arbitrary<TestSpan> {
  const instant = fc.oneof(fc.bigInt({ min: START, max: START + 10n ** 10n }), fc.constantFrom(0n, 1n, 2n ** 63n));
  const states = ["", "ot=th:0", "ot=th:8", "rojo=1,ot=rv:2;th:c", "ot=p:8", "é"];
  const some = fc.record(
    {
      traceId: idOf(16),
      spanId: idOf(8),
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

function idOf(length: number): fc.Arbitrary<Uint8Array> {
  return fc.oneof(fc.uint8Array({ minLength: length, maxLength: length }), fc.uint8Array({ maxLength: 3 }));
}

/** A few attributes with any of these names, most with a value that does not fit. */
export function attributes(names: readonly string[]): fc.Arbitrary<readonly (readonly [string, TestValue])[]> {
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
  return fc.array(fc.oneof(fc.tuple(fc.constantFrom(...names, ""), value()), fitting), { maxLength: 8 });
}

/** A value of an attribute. */
export function value(): fc.Arbitrary<TestValue> {
  return fc.oneof(
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
      "\u0001",
      "/orders/\u0001",
      "tab\there",
      "back\\slash",
      "\u007f",
      "G\u0000T",
      "1234567",
      "12345678é",
    ),
    fc.constantFrom<TestValue>(200, 404, 503, 0, 1_000, 8_443, -1, 2 ** 40, 1.5, true, "200", "8443"),
    fc.constantFrom<TestValue>(["k17"], ["a", "b"], []),
  );
}
