import { outcomeOfFlags } from "./envoy-flags.ts";
import type { ClientBy } from "./formats.ts";
import { lastForwarded } from "./json-client.ts";
import { type LineColumn, malformedAt, readColumns, sticky } from "./line-columns.ts";
import type { Decoded } from "./record.ts";
import { parseRequestLine } from "./request-line.ts";
import { parseRfc3339 } from "./rfc3339.ts";
import { clientIn } from "./text-client.ts";
import { isHealthCheck } from "./user-agent.ts";

/**
 * One line of Envoy's default text access log (its manual, "Access logging"), or of Istio's, which has three columns
 * more after the flags and some at the end. The time is the start; durations are in ms. The client's address is the
 * last of x-forwarded-for, which Envoy itself added: earlier ones can be forged. Envoy escapes nothing: where a
 * client sent quotes in its headers, the columns after the numbers cannot be told apart, so the record names no
 * client. A TCP connection ("- - -") is malformed: it is no request.
 */
export function decodeEnvoyText(line: string, clientBy: ClientBy): Decoded {
  const values = readColumns(line, COLUMNS);
  if ("drop" in values) return values;
  if (values.request === "- - -") {
    return malformedAt(line, line.indexOf('"'), "an HTTP request; this is a TCP connection");
  }
  const at = parseRfc3339(values.time);
  if (at === undefined) {
    return {
      drop: "badTime",
      detail: `column 1: expected a time such as [2016-04-15T20:17:00.310Z], got [${values.time}]`,
    };
  }
  const [, forwarded = "", agent = ""] = HEADERS.exec(values.headers) ?? [];
  const client = clientIn({ ip: lastForwarded(forwarded) ?? "-", user: "" }, clientBy);
  if ("drop" in client) return client;
  const request = parseRequestLine(values.request);
  if ("drop" in request) return request;
  const outcome = outcomeOfFlags(values.flags);
  return {
    at,
    status: values.status === "-" ? 0 : Number(values.status),
    responseBytes: Number(values.bytes),
    ...(values.duration !== "-" && { durationUs: Number(values.duration) * 1_000 }),
    ...request,
    ...client,
    ...(outcome !== undefined && { outcome }),
    ...(isHealthCheck(agent) && { healthCheck: true }),
  };
}

const COLUMNS: readonly LineColumn<
  "time" | "request" | "status" | "flags" | "bytes" | "duration" | "upstream" | "headers"
>[] = [
  {
    name: "time",
    pattern: sticky(String.raw`\[([^\]]{0,64})\]`),
    expected: "a time such as [2016-04-15T20:17:00.310Z]",
  },
  {
    name: "request",
    pattern: sticky(String.raw` "([^"]*|.*?)"(?= (?:\d{1,3}|-) [^ ]+ )`),
    expected: 'a request such as "GET /orders HTTP/1.1", in quotes',
  },
  { name: "status", pattern: sticky(String.raw` (\d{1,3}|-)(?= )`), expected: "a status, 0 or - for no answer" },
  { name: "flags", pattern: sticky(` ([A-Za-z,_]+|-)(?= )`), expected: "response flags such as UT, or -" },
  {
    name: "bytes",
    // Istio: response code details, connection termination details, then the transport failure in quotes.
    pattern: sticky(String.raw`(?: [^ "]+ [^"]{1,512} "[^"]*")? \d{1,15} (\d{1,15})(?= )`),
    expected: "the bytes received and sent",
  },
  { name: "duration", pattern: sticky(String.raw` (\d{1,12}|-)(?= )`), expected: "the duration in ms" },
  { name: "upstream", pattern: sticky(String.raw` (\d+|-)(?= )`), expected: "the upstream's time in ms, or -" },
  { name: "headers", pattern: sticky(String.raw` (".*")`), expected: "x-forwarded-for and what follows it, in quotes" },
];

/** "x-forwarded-for" "user agent" "request id" "authority" "upstream", and not one quote more. */
const HEADERS = /^"([^"]*)" "([^"]*)" "[^"]*" "[^"]*" "[^"]*"$/;
