import { type Attributes, type AttributeValue, isRead, NOT_UTF8 } from "./attributes.ts";
import { idOf, type OtlpGroup, type OtlpItem, type OtlpSignal, SPAN_ID_BYTES, TRACE_ID_BYTES } from "./otlp-item.ts";
import { protobufFields, protobufText } from "./protobuf-fields.ts";

/** Numbers of the fields of an item, by signal: opentelemetry-proto 1, trace.proto and logs.proto. */
const ITEM_FIELDS = {
  traces: { traceId: 1, spanId: 2, traceState: 3, kind: 6, start: 7, end: 8, attributes: 9, status: 15 },
  logs: { traceId: 9, spanId: 10, traceState: -1, kind: -1, start: -1, end: 1, attributes: 6, status: -1 },
} as const;

const ERROR = 2n;
/** The kind of spans that are read at all. */
const SERVER = 2;
const NOTHING: Attributes = new Map();

/**
 * What a body of `ExportTraceServiceRequest` or `ExportLogsServiceRequest` holds: the oracle of the scanner. Throws
 * `MalformedProtobuf`. What is not read of it is not looked into.
 */
export function protobufGroups(body: Uint8Array, signal: OtlpSignal): OtlpGroup[] {
  return messages(body, 1).map((group) => ({
    resource: protobufResource(group),
    items: messages(group, 2).flatMap((scope) => messages(scope, 2).map((item) => protobufItem(item, signal))),
  }));
}

/** The attributes of the resource of a group. */
export function protobufResource(group: Uint8Array): Attributes {
  return attributesOf(messages(group, 1).flatMap((resource) => messages(resource, 1)));
}

/** One span or log record. */
export function protobufItem(item: Uint8Array, signal: OtlpSignal): OtlpItem {
  const numbers = new Map<number, bigint>();
  const texts = new Map<number, Uint8Array>();
  const attributes: Uint8Array[] = [];
  const fields = ITEM_FIELDS[signal];
  const statuses: Uint8Array[] = [];
  for (const { number, value, bytes } of protobufFields(item)) {
    if (bytes === null) numbers.set(number, value);
    else if (number === fields.attributes) attributes.push(bytes);
    else if (number === fields.status) statuses.push(bytes);
    else texts.set(number, bytes);
  }
  const traceState = texts.get(fields.traceState);
  const kind = Number(BigInt.asIntN(32, numbers.get(fields.kind) ?? 0n));
  const isRequest = signal === "logs" || kind === SERVER;
  return {
    traceId: idOf(texts.get(fields.traceId) ?? new Uint8Array(0), TRACE_ID_BYTES),
    spanId: idOf(texts.get(fields.spanId) ?? new Uint8Array(0), SPAN_ID_BYTES),
    kind,
    start: numbers.get(fields.start) ?? 0n,
    end: numbers.get(fields.end) ?? 0n,
    traceState: traceState === undefined ? "" : (protobufText(traceState) ?? ""),
    failed: isRequest && statuses.reduce((failed, status) => hasFailed(status) ?? failed, false),
    attributes: isRequest ? attributesOf(attributes) : NOTHING,
  };
}

function messages(message: Uint8Array, wanted: number): Uint8Array[] {
  return [...protobufFields(message)].flatMap(({ number, bytes }) =>
    number === wanted && bytes !== null ? [bytes] : [],
  );
}

function hasFailed(status: Uint8Array): boolean | undefined {
  let failed: boolean | undefined;
  for (const { number, value, bytes } of protobufFields(status)) {
    if (number === 3 && bytes === null) failed = value === ERROR;
  }
  return failed;
}

/** Of a name that is given twice the last one counts. */
function attributesOf(pairs: readonly Uint8Array[]): Attributes {
  const attributes = new Map<string, AttributeValue>();
  for (const pair of pairs) {
    let name: string | undefined;
    let value: Uint8Array | undefined;
    for (const { number, bytes } of protobufFields(pair)) {
      if (number === 1 && bytes !== null) name = protobufText(bytes);
      if (number === 2 && bytes !== null) value = bytes;
    }
    if (name === undefined || value === undefined || !isRead(name)) continue;
    const read = valueOf(value);
    if (read === undefined) attributes.delete(name);
    else attributes.set(name, read);
  }
  return attributes;
}

/** `AnyValue`: of a list its first text, as headers are told. */
function valueOf(any: Uint8Array): AttributeValue | undefined {
  let read: AttributeValue | undefined;
  for (const { number, value, bytes } of protobufFields(any)) {
    if (number === 1 && bytes !== null) read = protobufText(bytes) ?? NOT_UTF8;
    else if (number === 3 && bytes === null) read = Number(BigInt.asIntN(64, value));
    else if (number === 4 && bytes === null) read = doubleOf(value);
    else if (number === 5 && bytes !== null) read = messages(bytes, 1).map(textOfValue)[0];
    else if (number <= 7) read = undefined;
  }
  return read;
}

function textOfValue(any: Uint8Array): AttributeValue | undefined {
  const texts = messages(any, 1);
  const last = texts.at(-1);
  return last === undefined ? undefined : (protobufText(last) ?? NOT_UTF8);
}

function doubleOf(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}
