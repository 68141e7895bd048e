import { isObject, type JsonObject, own } from "../json-values.ts";
import { type Attributes, type AttributeValue, isRead } from "./attributes.ts";
import { idOf, type OtlpGroup, type OtlpItem, type OtlpSignal, SPAN_ID_BYTES, TRACE_ID_BYTES } from "./otlp-item.ts";

/** What is no OTLP in JSON, with the place where it stopped being it, for a person. */
export class MalformedOtlpJson extends Error {}

const NAMES = {
  traces: { groups: "resourceSpans", scopes: "scopeSpans", items: "spans" },
  logs: { groups: "resourceLogs", scopes: "scopeLogs", items: "logRecords" },
} as const;
const ERROR = 2;
const HEX = /^(?:[0-9a-fA-F]{2})*$/;

/**
 * What a body holds in the JSON encoding of OTLP: ids in hex, whole numbers as numbers or as text, fields in
 * lowerCamelCase. Throws `MalformedOtlpJson`.
 */
export function jsonGroups(text: string, signal: OtlpSignal): OtlpGroup[] {
  const names = NAMES[signal];
  return list(parsed(text), names.groups).map((group) => ({
    resource: attributesOf(isObject(own(group, "resource")) ? (own(group, "resource") as JsonObject) : {}),
    items: list(group, names.scopes).flatMap((scope) => list(scope, names.items).map((item) => itemOf(item, signal))),
  }));
}

function parsed(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new MalformedOtlpJson("it is not valid JSON", { cause: error });
    throw error;
  }
  if (!isObject(value)) throw new MalformedOtlpJson("it is no JSON object");
  return value;
}

function itemOf(item: JsonObject, signal: OtlpSignal): OtlpItem {
  const status = own(item, "status");
  const traceState = own(item, "traceState");
  const kind = own(item, "kind");
  return {
    traceId: idAt(item, "traceId", TRACE_ID_BYTES),
    spanId: idAt(item, "spanId", SPAN_ID_BYTES),
    kind: kind === "SPAN_KIND_SERVER" ? 2 : typeof kind === "number" ? kind : 0,
    start: instantAt(item, "startTimeUnixNano"),
    end: instantAt(item, signal === "logs" ? "timeUnixNano" : "endTimeUnixNano"),
    traceState: typeof traceState === "string" ? traceState : "",
    failed: isObject(status) && [ERROR, "STATUS_CODE_ERROR"].includes(own(status, "code") as number),
    attributes: attributesOf(item),
  };
}

function list(object: JsonObject, name: string): JsonObject[] {
  const value = own(object, name);
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isObject)) throw new MalformedOtlpJson(`${name} is no list of objects`);
  return value;
}

function idAt(item: JsonObject, name: string, bytes: number): Uint8Array | null {
  const text = own(item, name);
  return typeof text === "string" && HEX.test(text) ? idOf(Buffer.from(text, "hex"), bytes) : null;
}

/** Unix ns; 0n for what is no such instant. */
function instantAt(item: JsonObject, name: string): bigint {
  const value = own(item, name);
  if (typeof value === "string" && /^\d{1,20}$/.test(value)) return BigInt(value);
  return typeof value === "number" && value >= 0 && Number.isInteger(value) ? BigInt(value) : 0n;
}

function attributesOf(object: JsonObject): Attributes {
  const attributes = new Map<string, AttributeValue>();
  for (const pair of list(object, "attributes")) {
    const name = own(pair, "key");
    const any = own(pair, "value");
    if (typeof name !== "string" || !isRead(name) || !isObject(any)) continue;
    const read = valueOf(any);
    if (read === undefined) attributes.delete(name);
    else attributes.set(name, read);
  }
  return attributes;
}

function valueOf(any: JsonObject): AttributeValue | undefined {
  const text = own(any, "stringValue");
  if (typeof text === "string") return text;
  const number = own(any, "intValue") ?? own(any, "doubleValue");
  if (typeof number === "number") return number;
  if (typeof number === "string" && /^-?\d{1,20}$/.test(number)) return Number(number);
  const array = own(any, "arrayValue");
  const first = isObject(array) ? list(array, "values")[0] : undefined;
  const firstText = first === undefined ? undefined : own(first, "stringValue");
  return typeof firstText === "string" ? firstText : undefined;
}
