import type { ClientBy } from "./formats.ts";
import { keyOf, unredacted, withoutPort } from "./json-client.ts";
import {
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
 * One line of Traefik's JSON access log. The start is `StartUTC`, else `StartLocal`; where both were dropped by
 * configuration, `time` (the end) − `Duration` (ns). Status 499 (the client left) is handed over as it is. Messages
 * of Traefik itself have no `RequestMethod` and are malformed.
 */
export function decodeTraefikJson(line: string, clientBy: ClientBy): Decoded {
  const parsed = parseJsonObject(line);
  if ("drop" in parsed) return parsed;
  const { object } = parsed;
  if (own(object, "RequestMethod") === undefined) {
    return malformed("field RequestMethod: missing; this is no line of Traefik's access log");
  }
  const durationUs = readScaled("Duration", own(object, "Duration"), -3);
  if (isDropped(durationUs)) return durationUs;
  const at = startOf(object, durationUs ?? 0);
  if (isDropped(at)) return at;
  const status = readStatus("DownstreamStatus", own(object, "DownstreamStatus"));
  if (isDropped(status)) return status;
  const responseBytes = readScaled("DownstreamContentSize", own(object, "DownstreamContentSize"), 0);
  if (isDropped(responseBytes)) return responseBytes;
  return {
    at,
    status,
    ...requestOf(plainText(own(object, "RequestMethod")), plainText(own(object, "RequestPath"))),
    ...present({
      durationUs,
      client: clientOf(object, clientBy),
      responseBytes,
      healthCheck: isHealthCheck(header(object, "user-agent") ?? "") || undefined,
    }),
  };
}

function startOf(object: JsonObject, durationUs: number): number | Dropped {
  const name = ["StartUTC", "StartLocal", "time"].find((field) => own(object, field) !== undefined);
  if (name === undefined) return malformed("field StartUTC: missing, and so are StartLocal and time");
  const ms = parseRfc3339(plainText(own(object, name)) ?? "");
  if (ms !== undefined) return name === "time" ? Math.floor((ms * 1000 - durationUs) / 1000) : ms;
  return {
    drop: "badTime",
    detail: wrongField(name, "a time such as 2026-05-17T10:05:03.25Z", own(object, name)).detail,
  };
}

function clientOf(object: JsonObject, clientBy: ClientBy): string | undefined {
  switch (clientBy.by) {
    case "ip": {
      const address = plainText(own(object, "ClientHost")) ?? plainText(own(object, "ClientAddr"));
      return address === undefined ? undefined : withoutPort(address);
    }
    case "user":
      return plainText(own(object, "ClientUsername"));
    case "key":
      return keyOf(header(object, "x-api-key"), header(object, "authorization"));
    case "header":
      return header(object, clientBy.name.toLowerCase());
    case "field":
      return textAt(object, clientBy.name);
  }
}

/** A request header that Traefik was told to keep (`request_User-Agent`), by its name in lower case. */
function header(object: JsonObject, name: string): string | undefined {
  const key = Object.keys(object).find((field) => field.toLowerCase() === `request_${name}`);
  return key === undefined ? undefined : unredacted(plainText(own(object, key)));
}
