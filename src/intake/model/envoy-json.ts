import { outcomeOfFlags } from "./envoy-flags.ts";
import type { ClientBy } from "./formats.ts";
import { keyOf, lastForwarded, withoutPort } from "./json-client.ts";
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
 * One line of Envoy's JSON access log with the keys that Istio writes and Envoy's manual uses. `start_time` is the
 * start, `duration` is in ms. The path before a rewrite wins. An address is the last of `x_forwarded_for`, which
 * Envoy itself added, else the peer's. Response flags give the outcome (see `outcomeOfFlags`).
 */
export function decodeEnvoyJson(line: string, clientBy: ClientBy): Decoded {
  const parsed = parseJsonObject(line);
  if ("drop" in parsed) return parsed;
  const { object } = parsed;
  const at = startOf(object);
  if (isDropped(at)) return at;
  const durationUs = readScaled("duration", own(object, "duration"), 3);
  if (isDropped(durationUs)) return durationUs;
  const status = readStatus("response_code", own(object, "response_code"));
  if (isDropped(status)) return status;
  const responseBytes = readScaled("bytes_sent", own(object, "bytes_sent"), 0);
  if (isDropped(responseBytes)) return responseBytes;
  // Envoy writes null or "-" for what a connection does not have.
  const method = plainText(own(object, "method"));
  if (method === undefined) return malformed("field method: missing; a TCP connection is no request");
  return {
    at,
    status,
    ...requestOf(method, firstText(object, PATHS)),
    ...present({
      durationUs,
      client: clientOf(object, clientBy),
      responseBytes,
      outcome: outcomeOfFlags(plainText(own(object, "response_flags")) ?? ""),
      healthCheck: isHealthCheck(firstText(object, fieldsOf("user-agent")) ?? "") || undefined,
    }),
  };
}

const PATHS = ["x-envoy-original-path", "x_envoy_original_path", "original_path", "path"];

function startOf(object: JsonObject): number | Dropped {
  const value = own(object, "start_time");
  if (value === undefined) return malformed("field start_time: missing");
  const at = parseRfc3339(plainText(value) ?? "");
  if (at !== undefined) return at;
  return { drop: "badTime", detail: wrongField("start_time", "a time such as 2026-05-17T10:05:03.250Z", value).detail };
}

/** Envoy knows no user: that choice is unattributed here, and refused before a file is read. */
function clientOf(object: JsonObject, clientBy: ClientBy): string | undefined {
  switch (clientBy.by) {
    case "ip":
      return addressOf(object);
    case "user":
      return undefined;
    case "key":
      return keyOf(firstText(object, fieldsOf("x-api-key")), firstText(object, fieldsOf("authorization")));
    case "header":
      return firstText(object, fieldsOf(clientBy.name));
    case "field":
      return textAt(object, clientBy.name);
  }
}

function addressOf(object: JsonObject): string | undefined {
  const peer = plainText(own(object, "downstream_remote_address"));
  return (
    lastForwarded(firstText(object, fieldsOf("x-forwarded-for"))) ??
    (peer === undefined ? undefined : withoutPort(peer))
  );
}

/** The keys under which people log a header: with underscores as Istio does, or by its own name. */
function fieldsOf(header: string): readonly string[] {
  const name = header.toLowerCase();
  return [name.replaceAll("-", "_"), name];
}
