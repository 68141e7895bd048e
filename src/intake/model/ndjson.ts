import { scaledNumber } from "./decimal.ts";
import type { ClientBy } from "./formats.ts";
import { type JsonObject, malformed, own, parseJsonObject, present, wrongField } from "./json-values.ts";
import { type Decoded, type DecodedRecord, type Dropped, KINDS, OUTCOMES } from "./record.ts";
import { parseRfc3339 } from "./rfc3339.ts";
import { pathOf } from "./request-path.ts";
import { isHealthCheck } from "./user-agent.ts";

/** The longest duration that is believed, ms: about 31 years. */
const DURATION_MS_MAX = 1e12;

/** An HTTP method is a token (RFC 9110, section 5.6.2); 32 characters are more than any registered one has. */
export const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}$/;

/**
 * One request record of the public format, by JSON.parse and clear checks: the oracle of the fast scanner. Every
 * field that we know is checked, also those without a column; null and "" mean that a field is absent. Of a key
 * that is given twice the last one counts. Fields that no rule reads are listed in `unknownFields`.
 */
export function decodeNdjson(line: string, clientBy: ClientBy): Decoded {
  const parsed = parseJsonObject(line);
  if ("drop" in parsed) return parsed;
  const { object } = parsed;
  for (const [name, check] of Object.entries(CHECKS)) {
    const value = own(object, name);
    if (value === undefined || value === null) continue;
    const expected = check(value);
    if (expected !== null) return wrongField(name, expected, value);
  }
  return missing(object) ?? badTime(object) ?? record(object, clientBy);
}

/** What a value should have been, or null when it is right. */
type Check = (value: unknown) => string | null;

const text: Check = (value) => (typeof value === "string" ? null : "text");
const name: Check = (value) => (typeof value === "string" || typeof value === "number" ? null : "text or a number");
const whole: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? null : "a whole number that is not negative";
const millis: Check = (value) =>
  typeof value === "number" && value >= 0 && value < DURATION_MS_MAX ? null : "milliseconds, a number from 0 to 1e12";
const oneOf =
  (names: readonly string[]): Check =>
  (value) =>
    value === "" || names.some((one) => one === value) ? null : `one of ${names.filter(Boolean).join(", ")}`;

/** Every field of the record format, with its check. "" is right for text: it means absent. */
const CHECKS: Readonly<Record<string, Check>> = {
  at: text,
  api: text,
  version: text,
  environment: text,
  region: text,
  release: text,
  kind: oneOf(KINDS),
  source: text,
  operation: text,
  method: (value) =>
    value === "" || (typeof value === "string" && METHOD.test(value)) ? null : "an HTTP method such as GET",
  path: text,
  status: (value) => (whole(value) === null && (value as number) <= 999 ? null : "a whole number 0 to 999"),
  durationMs: millis,
  upstreamMs: millis,
  client: name,
  plan: text,
  requestBytes: whole,
  responseBytes: whole,
  traceId: text,
  requestId: text,
  outcome: oneOf(OUTCOMES),
  ip: text,
  userAgent: text,
};

/** The names of all fields that are known. */
export const RECORD_FIELDS: ReadonlySet<string> = new Set(Object.keys(CHECKS));

function missing(object: JsonObject): Dropped | null {
  if (string(object, "at") === undefined) return malformed("field at: missing; a record needs its start in RFC 3339");
  if (typeof own(object, "status") !== "number") {
    return malformed("field status: missing; a record needs it, 0 when there was no answer");
  }
  if (string(object, "operation") !== undefined) return null;
  if (string(object, "method") !== undefined && typeof own(object, "path") === "string") return null;
  return malformed("field operation: missing; a record needs it, or method and path");
}

function badTime(object: JsonObject): Dropped | null {
  if (parseRfc3339(string(object, "at") ?? "") !== undefined) return null;
  return {
    drop: "badTime",
    detail: wrongField("at", "RFC 3339 such as 2026-05-17T10:05:03.250Z", object["at"]).detail,
  };
}

function record(object: JsonObject, clientBy: ClientBy): DecodedRecord {
  const path = own(object, "path");
  const duration = own(object, "durationMs");
  const upstream = own(object, "upstreamMs");
  const responseBytes = own(object, "responseBytes");
  const unknownFields = Object.keys(object).filter((key) => !RECORD_FIELDS.has(key) && key !== clientField(clientBy));
  return {
    at: parseRfc3339(string(object, "at") ?? "") ?? 0,
    status: Math.abs(own(object, "status") as number),
    ...present({
      api: string(object, "api"),
      version: string(object, "version"),
      environment: string(object, "environment"),
      region: string(object, "region"),
      release: string(object, "release"),
      kind: string(object, "kind") as DecodedRecord["kind"],
      operation: string(object, "operation"),
      method: string(object, "method"),
      path: typeof path === "string" ? pathOf(path) : undefined,
      durationUs: typeof duration === "number" ? scaledNumber(duration, 3) : undefined,
      upstreamUs: typeof upstream === "number" ? scaledNumber(upstream, 3) : undefined,
      client: clientOf(object, clientBy),
      plan: string(object, "plan"),
      responseBytes: typeof responseBytes === "number" ? Math.abs(responseBytes) : undefined,
      outcome: string(object, "outcome") as DecodedRecord["outcome"],
      healthCheck: isHealthCheck(string(object, "userAgent") ?? "") || undefined,
      traceId: string(object, "traceId"),
      requestId: string(object, "requestId"),
      ip: string(object, "ip"),
      userAgent: string(object, "userAgent"),
      unknownFields: unknownFields.length > 0 ? unknownFields : undefined,
    }),
  };
}

/** The field that names the client; undefined for a header, which a record does not have. */
export function clientField(clientBy: ClientBy): string | undefined {
  if (clientBy.by === "field") return clientBy.name;
  return clientBy.by === "header" ? undefined : clientBy.by;
}

function clientOf(object: JsonObject, clientBy: ClientBy): string | undefined {
  const field = clientField(clientBy);
  const value = field === undefined ? undefined : own(object, field);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Text that is not empty. */
function string(object: JsonObject, field: string): string | undefined {
  const value = own(object, field);
  return typeof value === "string" && value !== "" ? value : undefined;
}
