/** A value of an attribute, as a test writes it. */
export type TestValue = string | number | boolean | readonly string[];

/** A span as a test writes it; what is absent is not written. */
export interface TestSpan {
  readonly traceId?: Uint8Array;
  readonly spanId?: Uint8Array;
  readonly traceState?: string;
  readonly kind?: number;
  readonly start?: bigint;
  readonly end?: bigint;
  readonly attributes?: readonly (readonly [string, TestValue])[];
  readonly statusCode?: number;
}

export type TestAttributes = readonly (readonly [string, TestValue])[];

/** `ExportTraceServiceRequest` of one resource. */
export function traceBody(resource: TestAttributes, spans: readonly TestSpan[]): Buffer {
  return field(1, resourceSpans(resource, spans.map(spanBytes)));
}

/** `ResourceSpans` with spans that are bytes already. */
export function resourceSpans(resource: TestAttributes, spans: readonly Uint8Array[]): Buffer {
  const attributes = resource.map(([key, value]) => field(1, pair(key, value)));
  const scope = Buffer.concat([field(1, field(1, Buffer.from("a scope"))), ...spans.map((span) => field(2, span))]);
  return Buffer.concat([field(1, Buffer.concat(attributes)), field(2, scope)]);
}

/** `ExportLogsServiceRequest` of one resource. */
export function logBody(resource: TestAttributes, records: readonly TestSpan[]): Buffer {
  return field(1, resourceSpans(resource, records.map(logBytes)));
}

/** One `Span`. */
export function spanBytes(span: TestSpan): Buffer {
  return Buffer.concat([
    ...(span.traceId === undefined ? [] : [field(1, span.traceId)]),
    ...(span.spanId === undefined ? [] : [field(2, span.spanId)]),
    ...(span.traceState === undefined ? [] : [field(3, Buffer.from(span.traceState))]),
    field(4, Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])),
    field(5, Buffer.from("GET /orders/{id}")),
    ...(span.kind === undefined ? [] : [varintField(6, span.kind)]),
    ...(span.start === undefined ? [] : [fixed64(7, span.start)]),
    ...(span.end === undefined ? [] : [fixed64(8, span.end)]),
    ...(span.attributes ?? []).map(([key, value]) => field(9, pair(key, value))),
    ...[10, 12, 14].map((counts) => varintField(counts, 0)),
    ...(span.statusCode === undefined ? [] : [field(15, varintField(3, span.statusCode))]),
    Buffer.from([0x85, 0x01, 1, 1, 0, 0]),
  ]);
}

function logBytes(record: TestSpan): Buffer {
  return Buffer.concat([
    ...(record.end === undefined ? [] : [fixed64(1, record.end)]),
    ...(record.attributes ?? []).map(([key, value]) => field(6, pair(key, value))),
    ...(record.traceId === undefined ? [] : [field(9, record.traceId)]),
    ...(record.spanId === undefined ? [] : [field(10, record.spanId)]),
  ]);
}

/** A `KeyValue`. */
function pair(key: string, value: TestValue): Buffer {
  return Buffer.concat([field(1, Buffer.from(key)), field(2, anyValue(value))]);
}

function anyValue(value: TestValue): Buffer {
  if (typeof value === "string") return field(1, Buffer.from(value));
  if (typeof value === "boolean") return varintField(2, Number(value));
  if (typeof value !== "number") {
    return field(5, Buffer.concat(value.map((text) => field(1, field(1, Buffer.from(text))))));
  }
  if (Number.isInteger(value)) return varintField(3, value);
  const double = Buffer.alloc(9);
  double[0] = 4 * 8 + 1;
  double.writeDoubleLE(value, 1);
  return double;
}

/** A field whose value is bytes. */
export function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint(BigInt(number * 8 + 2)), varint(BigInt(bytes.length)), bytes]);
}

function varintField(number: number, value: number): Buffer {
  return Buffer.concat([varint(BigInt(number * 8)), varint(BigInt.asUintN(64, BigInt(value)))]);
}

function fixed64(number: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = number * 8 + 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}
