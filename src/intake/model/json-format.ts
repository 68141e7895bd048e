import type { LogFormat } from "./formats.ts";
import { isObject, own } from "./json-values.ts";

/** Keys that only one format has; one of them is enough. The order matters where people mix names. */
const SIGNS: readonly (readonly [format: LogFormat, needs: readonly string[], oneOf: readonly string[]])[] = [
  ["traefik", [], ["RequestMethod", "DownstreamStatus", "RouterName"]],
  ["envoy", ["start_time"], ["response_code", "response_flags", "downstream_remote_address"]],
  ["caddy", ["request"], ["ts", "duration", "resp_headers"]],
  ["ndjson", ["at"], ["status", "operation", "method", "durationMs"]],
  [
    "nginx-json",
    ["status"],
    ["msec", "time_iso8601", "request_time", "remote_addr", "request_uri", "body_bytes_sent", "request"],
  ],
];

/** Which of our JSON formats a parsed line looks like, by its keys; undefined when none (or no object). */
export function jsonFormatOf(value: unknown): LogFormat | undefined {
  if (!isObject(value)) return undefined;
  const has = (name: string): boolean => own(value, name) !== undefined;
  return SIGNS.find(([, needs, oneOf]) => needs.every(has) && oneOf.some(has))?.[0];
}
