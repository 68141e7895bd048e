import { scaledDecimal } from "./decimal.ts";
import type { ClientBy } from "./formats.ts";
import { withoutPort } from "./json-client.ts";
import { type LineColumn, type LineValues, QUOTED, readColumns, sticky } from "./line-columns.ts";
import type { Decoded } from "./record.ts";
import { parseRequestLine } from "./request-line.ts";
import { parseRfc3339 } from "./rfc3339.ts";
import { clientIn } from "./text-client.ts";
import { isHealthCheck } from "./user-agent.ts";

/**
 * One access log entry of an AWS Application Load Balancer (its manual, "Access log entries"). `time` is the end;
 * the start is `request_creation_time`, and in older entries without it the end − the three processing times. The
 * duration is their sum; where one is -1 (the balancer could not dispatch, or a side closed) it is end − start,
 * and absent without a creation time. Entries of older balancers, with fewer fields at their end, are read too.
 * Status 460 is a client that closed; - is no answer.
 */
export function decodeAlb(line: string, clientBy: ClientBy): Decoded {
  const values = readColumns(line, COLUMNS);
  if ("drop" in values) return values;
  const endMs = parseRfc3339(values.time);
  const createdMs = values.created === "" ? undefined : parseRfc3339(values.created);
  if (endMs === undefined || (values.created !== "" && createdMs === undefined)) {
    const wrong = endMs === undefined ? values.time : values.created;
    return {
      drop: "badTime",
      detail: `column ${line.indexOf(wrong) + 1}: expected a time such as 2018-07-02T22:23:00.186641Z, got ${wrong}`,
    };
  }
  const client = clientIn({ ip: withoutPort(values.client), user: "" }, clientBy);
  if ("drop" in client) return client;
  const request = parseRequestLine(values.request);
  if ("drop" in request) return request;
  const durationUs = durationUsOf(values, endMs, createdMs);
  return {
    at: createdMs ?? Math.floor(endMs - sumUs(values) / 1_000),
    status: values.status === "-" ? 0 : Number(values.status),
    responseBytes: Number(values.bytes),
    ...(durationUs !== undefined && { durationUs }),
    ...request,
    ...client,
    ...(values.status === "460" && { outcome: "clientAborted" }),
    ...(isHealthCheck(values.agent) && { healthCheck: true }),
  };
}

type Name =
  | "type"
  | "time"
  | "balancer"
  | "client"
  | "target"
  | Timer
  | "status"
  | "bytes"
  | "request"
  | "agent"
  | "created";
type Timer = "requestTime" | "targetTime" | "responseTime";
const TIMERS: readonly Timer[] = ["requestTime", "targetTime", "responseTime"];

const COLUMNS: readonly LineColumn<Name>[] = [
  {
    name: "type",
    pattern: sticky("(https?|h2|grpcs?|wss?)(?= )"),
    expected: "a type such as http, https, h2, grpcs, ws or wss",
  },
  {
    name: "time",
    pattern: sticky(String.raw` (\d{4}-[^ ]{1,40})(?= )`),
    expected: "a time such as 2018-07-02T22:23:00.186641Z",
  },
  { name: "balancer", pattern: sticky(` ([^ ]+)`), expected: "the name of the load balancer" },
  { name: "client", pattern: sticky(` ([^ ]+)`), expected: "a client such as 192.0.2.1:2817" },
  { name: "target", pattern: sticky(` ([^ ]+)`), expected: "a target such as 10.0.0.1:80, or -" },
  ...TIMERS.map((name) => ({
    name,
    pattern: sticky(String.raw` (-1|\d{1,9}(?:\.\d{1,9})?)(?= )`),
    expected: "a processing time in seconds such as 0.001, or -1",
  })),
  { name: "status", pattern: sticky(String.raw` (\d{3}|-)(?= )`), expected: "a status of three digits, or -" },
  {
    name: "bytes",
    pattern: sticky(String.raw` (?:\d{3}|-) \d{1,15} (\d{1,15})(?= )`),
    expected: "the target's status, the bytes received and the bytes sent",
  },
  {
    name: "request",
    pattern: sticky(` "(${QUOTED})"`),
    expected: 'a request such as "GET http://host:80/orders HTTP/1.1", in quotes',
  },
  { name: "agent", pattern: sticky(` "(${QUOTED})"`), expected: "the user agent, in quotes" },
  {
    name: "created",
    // Cipher, protocol, target group, "trace", "domain", "certificate", priority; then the creation time.
    pattern: sticky(
      String.raw`(?: [^ ]+ [^ ]+ [^ ]+ "${QUOTED}" (?:"${QUOTED}"|-) (?:"${QUOTED}"|-) (?:-?\d+|-) (\d{4}-[^ ]{1,40})(?= |$))?`,
    ),
    expected: "the end of the line",
  },
];

function durationUsOf(values: LineValues<Timer>, endMs: number, createdMs: number | undefined): number | undefined {
  if (TIMERS.every((timer) => values[timer] !== "-1")) return sumUs(values);
  return createdMs === undefined || createdMs > endMs ? undefined : (endMs - createdMs) * 1_000;
}

/** The three times; -1 adds nothing. */
function sumUs(values: LineValues<Timer>): number {
  return TIMERS.reduce((sum, timer) => sum + (scaledDecimal(values[timer], 6) ?? 0), 0);
}
