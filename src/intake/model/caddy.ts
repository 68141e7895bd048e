import type { ClientBy } from "./formats.ts";
import { parseGoDurationUs } from "./go-duration.ts";
import { keyOf, unredacted, withoutPort } from "./json-client.ts";
import {
  isDropped,
  isObject,
  type JsonObject,
  malformed,
  own,
  parseJsonObject,
  plainText,
  present,
  readScaled,
  readStatus,
  shown,
  textAt,
  wrongField,
} from "./json-values.ts";
import type { Decoded, Dropped } from "./record.ts";
import { parseRfc3339 } from "./rfc3339.ts";
import { requestOf } from "./request-path.ts";
import { isHealthCheck } from "./user-agent.ts";

/**
 * One line of Caddy 2's JSON access log (logger `http.log.access…`, "handled request"), which is written at the
 * end: the start is `ts` − `duration`. Status 0: Caddy's proxy writes it when the client left before an answer began
 * (versions with caddyserver/caddy#7827 write 499 instead), so it is clientAborted. Lines of Caddy's other loggers
 * are malformed.
 */
export function decodeCaddy(line: string, clientBy: ClientBy): Decoded {
  const parsed = parseJsonObject(line);
  if ("drop" in parsed) return parsed;
  const { object } = parsed;
  const request = accessOf(object);
  if (isDropped(request)) return request;
  const endUs = endOf(own(object, "ts"));
  if (isDropped(endUs)) return endUs;
  const durationUs = durationOf(own(object, "duration"));
  if (isDropped(durationUs)) return durationUs;
  const status = readStatus("status", own(object, "status"));
  if (isDropped(status)) return status;
  const responseBytes = readScaled("size", own(object, "size"), 0);
  if (isDropped(responseBytes)) return responseBytes;
  return {
    at: Math.floor((endUs - (durationUs ?? 0)) / 1000),
    status,
    ...requestOf(plainText(own(request, "method")), plainText(own(request, "uri"))),
    ...present({
      durationUs,
      client: clientOf(object, request, clientBy),
      responseBytes,
      outcome: status === 0 ? ("clientAborted" as const) : undefined,
      healthCheck: isHealthCheck(header(request, "user-agent") ?? "") || undefined,
    }),
  };
}

/** The `request` of an access log line. */
function accessOf(object: JsonObject): JsonObject | Dropped {
  const logger = own(object, "logger");
  if (typeof logger === "string" && !logger.startsWith("http.log.access")) {
    return malformed(`a message of Caddy's logger ${shown(logger)}, not of its access log; log access to its own file`);
  }
  const request = own(object, "request");
  if (isObject(request)) return request;
  return wrongField("request", "an object, as in Caddy's access log", request);
}

/**
 * Caddy's time formats: a number is seconds below 1e11 (the default), milliseconds below 1e14, else nanoseconds;
 * text is RFC 3339 or Caddy's iso8601, whose offset has no colon. Forms without a zone are not guessed.
 */
function endOf(ts: unknown): number | Dropped {
  if (ts === undefined) return malformed("field ts: missing");
  const us = typeof ts === "number" ? readScaled("ts", ts, placesOfEpoch(ts)) : textUs(ts);
  if (typeof us === "number") return us;
  return { drop: "badTime", detail: wrongField("ts", "epoch seconds or RFC 3339", ts).detail };
}

function placesOfEpoch(ts: number): number {
  if (ts < 1e11) return 6;
  return ts < 1e14 ? 3 : -3;
}

function textUs(ts: unknown): number | undefined {
  if (typeof ts !== "string") return undefined;
  const ms = parseRfc3339(ts.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return ms === undefined ? undefined : ms * 1000;
}

/**
 * Caddy's duration formats: text ("1.2ms") or a number, which is seconds with a fraction (the default) unless it is
 * whole and at least 1000. That is nanoseconds: no handler ends in under 1 µs, and whole seconds above 1000 are
 * rarer still. Its formats `ms` and `us` cannot be told from seconds.
 */
function durationOf(duration: unknown): number | undefined | Dropped {
  if (typeof duration === "string" && duration !== "") {
    return parseGoDurationUs(duration) ?? wrongField("duration", "a duration such as 1.2ms", duration);
  }
  const nanos = Number.isInteger(duration) && (duration as number) >= 1000;
  return readScaled("duration", duration, nanos ? -3 : 6);
}

function clientOf(object: JsonObject, request: JsonObject, clientBy: ClientBy): string | undefined {
  switch (clientBy.by) {
    case "ip":
      return addressOf(request);
    case "user":
      return plainText(own(object, "user_id"));
    case "key":
      return keyOf(header(request, "x-api-key"), header(request, "authorization"));
    case "header":
      return header(request, clientBy.name.toLowerCase());
    case "field":
      return textAt(object, clientBy.name);
  }
}

/** `client_ip` heeds trusted proxies; older versions had only `remote_ip`, the oldest `remote_addr` with a port. */
function addressOf(request: JsonObject): string | undefined {
  const address = plainText(own(request, "client_ip")) ?? plainText(own(request, "remote_ip"));
  const withPort = plainText(own(request, "remote_addr"));
  return address ?? (withPort === undefined ? undefined : withoutPort(withPort));
}

/** The first value of a header, by its name in lower case. */
function header(request: JsonObject, name: string): string | undefined {
  const headers = own(request, "headers");
  if (!isObject(headers)) return undefined;
  const values = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return unredacted(plainText(Array.isArray(values) ? values[0] : values));
}
