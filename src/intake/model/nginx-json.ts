import { scaledDecimal } from "./decimal.ts";
import type { ClientBy } from "./formats.ts";
import { keyOf } from "./json-client.ts";
import {
  firstText,
  isDropped,
  type JsonObject,
  malformed,
  own,
  parseJsonObject,
  plainText,
  present,
  readScaled,
  readStatus,
  textAt,
  wrongField,
} from "./json-values.ts";
import type { Decoded, Dropped } from "./record.ts";
import { parseRfc3339 } from "./rfc3339.ts";
import { requestOf } from "./request-path.ts";
import { isHealthCheck } from "./user-agent.ts";

/**
 * One line of an nginx `log_format … escape=json` with the variable names as keys (the manual has it). nginx logs
 * at the end of a request, so the start is the time − `request_time`; `msec` is exact, `time_iso8601` floored to
 * the second. Values may be text or numbers; "" and "-" mean absent. Bytes are those of the body, as in the
 * combined format, where both are logged.
 */
export function decodeNginxJson(line: string, clientBy: ClientBy): Decoded {
  const parsed = parseJsonObject(line);
  if ("drop" in parsed) return parsed;
  const { object } = parsed;
  const endUs = endOf(object);
  if (isDropped(endUs)) return endUs;
  const durationUs = readScaled("request_time", own(object, "request_time"), 6);
  if (isDropped(durationUs)) return durationUs;
  const status = readStatus("status", own(object, "status"));
  if (isDropped(status)) return status;
  const bytesField = own(object, "body_bytes_sent") === undefined ? "bytes_sent" : "body_bytes_sent";
  const responseBytes = readScaled(bytesField, own(object, bytesField), 0);
  if (isDropped(responseBytes)) return responseBytes;
  const request = requestFields(object);
  if (isDropped(request)) return request;
  const at = Math.floor((endUs - (durationUs ?? 0)) / 1000);
  const healthCheck = isHealthCheck(firstText(object, USER_AGENT) ?? "") || undefined;
  return {
    at,
    status,
    ...request,
    ...present({
      durationUs,
      upstreamUs: upstreamUsOf(object),
      responseBytes,
      client: clientOf(object, clientBy),
      healthCheck,
    }),
  };
}

/** The keys that tell the same thing, the best first: of those that hold something the first one counts. */
export const NGINX_KEYS = {
  times: ["msec", "time_iso8601", "time", "timestamp", "@timestamp"],
  methods: ["request_method", "method"],
  /** As sent first: `$uri` may be rewritten. */
  targets: ["request_uri", "uri", "path"],
  userAgents: ["http_user_agent", "user_agent"],
} as const;
const { times: TIMES, methods: METHODS, targets: TARGETS, userAgents: USER_AGENT } = NGINX_KEYS;

/** Of all upstreams that were tried, "0.020, 0.021" or with other groups "0.020 : 0.021"; what is none is not told. */
function upstreamUsOf(object: JsonObject): number | undefined {
  const text = plainText(own(object, "upstream_response_time"));
  if (text === undefined) return undefined;
  const all = text.split(/, | : /).filter((part) => part !== "-");
  const told = all.map((part) => scaledDecimal(part, 6));
  return all.length === 0 || told.includes(undefined)
    ? undefined
    : told.reduce((sum: number, us) => sum + (us ?? 0), 0);
}

/** The end of the request in epoch µs: seconds with a fraction (`$msec`), or RFC 3339 (`$time_iso8601`). */
function endOf(object: JsonObject): number | Dropped {
  const name = TIMES.find((field) => plainText(own(object, field)) !== undefined);
  if (name === undefined) return malformed("field msec: missing; log $msec or $time_iso8601");
  const value = own(object, name);
  const text = plainText(value) ?? "";
  const ms = parseRfc3339(text);
  const us = ms === undefined ? readScaled(name, value, 6) : ms * 1000;
  if (typeof us === "number") return us;
  const expected = "seconds such as 1779012303.250, or a time such as 2026-05-17T10:05:03+00:00";
  return { drop: "badTime", detail: wrongField(name, expected, value).detail };
}

/** From its parts, or from the whole request line. Logged but empty: nginx could not read the request. */
function requestFields(object: JsonObject): ReturnType<typeof requestOf> | Dropped {
  const logged = [...METHODS, ...TARGETS, "request"].some((name) => own(object, name) !== undefined);
  if (!logged) return malformed("field request: missing; log $request, or $request_method and $request_uri");
  const [lineMethod, lineTarget] = (plainText(own(object, "request")) ?? "").split(" ");
  return requestOf(firstText(object, METHODS) ?? lineMethod, firstText(object, TARGETS) ?? lineTarget);
}

function clientOf(object: JsonObject, clientBy: ClientBy): string | undefined {
  if (clientBy.by === "field") return textAt(object, clientBy.name);
  const keys = clientKeys(clientBy);
  if (clientBy.by !== "key") return firstText(object, keys);
  const [apiKey, authorization] = keys.map((key) => firstText(object, [key]));
  return keyOf(apiKey, authorization);
}

/** The keys that may hold the client, the best first; for a key `keyOf` tells what is taken of the second. */
export function clientKeys(clientBy: ClientBy): readonly string[] {
  switch (clientBy.by) {
    case "ip":
      return ["remote_addr"];
    case "user":
      return ["remote_user"];
    case "key":
      return ["http_x_api_key", "http_authorization"];
    case "header":
      return headerFields(clientBy.name);
    case "field":
      return [clientBy.name];
  }
}

/** nginx names a header's variable `http_` + the name in lower case with underscores. */
function headerFields(header: string): readonly string[] {
  const variable = header.toLowerCase().replaceAll("-", "_");
  return variable === "user_agent" ? USER_AGENT : [`http_${variable}`];
}
