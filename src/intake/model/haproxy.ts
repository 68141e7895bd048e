import type { ClientBy } from "./formats.ts";
import { parseHaproxyTime } from "./http-time.ts";
import { columnOf, type LineColumn, readColumns, sticky } from "./line-columns.ts";
import type { Decoded, Outcome } from "./record.ts";
import { parseRequestLine } from "./request-line.ts";
import { clientIn } from "./text-client.ts";

/**
 * One line of HAProxy's `option httplog` (its configuration manual, 8.2.3), after whatever syslog puts in front.
 * The time is that of the request's first byte; it has no zone and is read as UTC. The last timer (Ta; Tt before
 * 1.7) is the duration in ms, to the last byte sent. Captured headers are optional and not read; further fields
 * (`option httpslog`) are tolerated. Lines of TCP proxies, which know no request, are malformed.
 */
export function decodeHaproxy(line: string, clientBy: ClientBy): Decoded {
  const values = readColumns(line, COLUMNS);
  if ("drop" in values) return values;
  const at = parseHaproxyTime(values.time);
  if (at === undefined) {
    const column = columnOf(line, `[${values.time}]`);
    return {
      drop: "badTime",
      detail: `column ${column}: expected a time such as [06/Feb/2009:12:14:14.655], got [${values.time}]`,
    };
  }
  const client = clientIn({ ip: addressOf(values.client), user: "" }, clientBy);
  if ("drop" in client) return client;
  const request = parseRequestLine(withCommonEscapes(values.request));
  if ("drop" in request) return request;
  const outcome = outcomeOfTermination(values.termination);
  return {
    at,
    status: Math.max(0, Number(values.status)),
    responseBytes: Number(values.bytes),
    ...(values.duration !== "-1" && { durationUs: Number(values.duration) * 1_000 }),
    ...request,
    ...client,
    ...(outcome !== undefined && { outcome }),
  };
}

const COLUMNS: readonly LineColumn<
  | "client"
  | "time"
  | "proxy"
  | "server"
  | "duration"
  | "status"
  | "bytes"
  | "cookies"
  | "termination"
  | "counters"
  | "headers"
  | "request"
>[] = [
  {
    name: "client",
    pattern: sticky(String.raw`(?:.{0,512}? )?([^ ]+)(?= \[[^\]]{0,64}\] )`),
    expected: "a client such as 10.0.1.2:33317, followed by a time in brackets",
  },
  {
    name: "time",
    pattern: sticky(String.raw` \[([^\]]{0,64})\]`),
    expected: "a time such as [06/Feb/2009:12:14:14.655]",
  },
  { name: "proxy", pattern: sticky(` ([^ ]+)`), expected: "the name of the frontend" },
  { name: "server", pattern: sticky(` ([^ ]+/[^ ]+)`), expected: "a backend and a server, such as static/srv1" },
  {
    name: "duration",
    pattern: sticky(String.raw` (?:-?\d+/){4}\+?(-1|\d{1,12})(?= )`),
    expected: "five timers such as 10/0/30/69/109 (three are a TCP connection, which is no request)",
  },
  { name: "status", pattern: sticky(String.raw` (-1|\d{3})(?= )`), expected: "a status of three digits, or -1" },
  { name: "bytes", pattern: sticky(String.raw` \+?(\d{1,15})(?= )`), expected: "the bytes sent" },
  { name: "cookies", pattern: sticky(` ([^ ]+ [^ ]+)`), expected: "two captured cookies, or - -" },
  { name: "termination", pattern: sticky(` ([A-Za-z-]{2}[^ ]{2})(?= )`), expected: "a termination state such as ----" },
  {
    name: "counters",
    pattern: sticky(String.raw` (\d+/\d+/\d+/\d+/\+?\d+ \d+/\d+)(?= )`),
    expected: "connections and queues such as 1/1/1/1/0 0/0",
  },
  { name: "headers", pattern: sticky(String.raw`((?: \{[^"]*\})*)`), expected: "captured headers in braces" },
  {
    name: "request",
    // HAProxy cuts requests that are longer than its buffer, and syslog lines that are longer than its `len`.
    pattern: sticky(` "([^"]*)(?:"|$)`),
    expected: 'a request such as "GET /orders HTTP/1.1", in quotes',
  },
];

/** "10.0.1.2:33317" and "2001:db8::1:33317" lose their port; a unix socket ("unix:1") stays as the word "unix". */
function addressOf(client: string): string {
  return client.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
}

/**
 * HAProxy writes quotes, # and what cannot be printed as # and two hex digits (manual, 8.6), and a backslash as it
 * is. Put as the other servers write it, except that # ends the path, as a fragment does everywhere.
 */
function withCommonEscapes(request: string): string {
  const escaped = request.replaceAll("\\", String.raw`\\`).replaceAll(/#(?!23)([0-9A-F]{2})/g, String.raw`\x$1`);
  return escaped.replaceAll("#23", "#");
}

/**
 * What the termination state says beyond the status (manual, 8.5). Its first letter names who ended the session,
 * its second the phase; a second "-" means that the answer was complete and the status tells all.
 * C, the client closed, and c, the client was silent too long: the client gave up. s: the server was silent too
 * long. S and D, the server broke off or was taken down: it failed, even where a 200 had been sent already.
 * P (denied), L (answered by HAProxy), R and I (HAProxy's own failure): the status tells.
 */
function outcomeOfTermination(state: string): Outcome | undefined {
  return state[1] === "-" ? undefined : OUTCOMES_BY_LETTER.get(state[0] ?? "");
}

const OUTCOMES_BY_LETTER: ReadonlyMap<string, Outcome> = new Map([
  ["C", "clientAborted"],
  ["c", "clientAborted"],
  ["s", "timeout"],
  ["S", "upstreamError"],
  ["D", "upstreamError"],
]);
