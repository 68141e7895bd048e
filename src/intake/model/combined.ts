import type { ClientBy } from "./formats.ts";
import { parseClfTime } from "./http-time.ts";
import { columnOf, type LineColumn, QUOTED, readColumns, sticky } from "./line-columns.ts";
import type { Decoded, Dropped } from "./record.ts";
import { parseRequestLine } from "./request-line.ts";
import { clientIn, type LoggedIdentity } from "./text-client.ts";
import { isHealthCheck } from "./user-agent.ts";

/**
 * One line of the combined format (Apache mod_log_config, nginx): `host ident user [time] "request" status bytes
 * "referer" "user agent"`. Further fields are tolerated and not read (nginx's stock `main` adds
 * "$http_x_forwarded_for"), and so is a server name in front (`vhost_combined`). The time is the start in Apache, the
 * end in nginx; there is no duration to tell.
 */
export function decodeCombined(line: string, clientBy: ClientBy): Decoded {
  return decode(line, clientBy, COMBINED);
}

/** One line of the common format: combined without its last two fields. Where a line has them they are read too. */
export function decodeCommon(line: string, clientBy: ClientBy): Decoded {
  return decode(line, clientBy, COMMON);
}

type Name = "who" | "time" | "request" | "status" | "bytes" | "agent";
type CombinedColumn = LineColumn<Name>;

/** The columns that the common, the combined and Traefik's format begin with. */
export const CLF_COLUMNS: readonly CombinedColumn[] = [
  {
    name: "who",
    // A user may hold spaces, so the words go on until a time and a request follow; without these, three words.
    pattern: sticky(String.raw`([^ ]+ [^ ]+ [^ ]+(?:(?: [^ ]*){0,8}?(?= \[[^\]]{0,64}\] ")|))`),
    expected: "a client address, an ident and a user, each followed by a space",
  },
  {
    name: "time",
    pattern: sticky(String.raw` \[([^\]]{0,64})\]`),
    expected: "a time such as [17/May/2015:10:05:03 +0000]",
  },
  {
    name: "request",
    pattern: sticky(` "(${QUOTED})"`),
    expected: 'a request such as "GET /orders HTTP/1.1", in quotes',
  },
  { name: "status", pattern: sticky(String.raw` (\d{3}|-)(?= |$)`), expected: "a status of three digits, or -" },
  { name: "bytes", pattern: sticky(String.raw` (\d{1,15}|-)(?= |$)`), expected: "the bytes sent, or -" },
];

/**
 * The user agent from its start to the end of the line. Only how it begins is read, so a server that does not
 * escape quotes and a line that was cut inside it are forgiven: everything that counts is there.
 */
const AGENT = ` (?:"${QUOTED}"|".*?") "(.*)`;
const COMBINED: readonly CombinedColumn[] = [
  ...CLF_COLUMNS,
  { name: "agent", pattern: sticky(AGENT), expected: "the referer and the user agent, each in quotes" },
];
const COMMON: readonly CombinedColumn[] = [
  ...CLF_COLUMNS,
  { name: "agent", pattern: sticky(`(?:${AGENT})?`), expected: "the end of the line" },
];

function decode(line: string, clientBy: ClientBy, columns: readonly CombinedColumn[]): Decoded {
  const values = readColumns(line, columns);
  if ("drop" in values) return values;
  return recordOfClf(line, values, clientBy);
}

/** The record that the columns of the common format tell, with the user agent where there is one ("" = none). */
export function recordOfClf(line: string, values: Readonly<Record<Name, string>>, clientBy: ClientBy): Decoded {
  const at = parseClfTime(values.time);
  if (at === undefined) return badTime(line, values.time);
  const client = clientIn(identityOf(values.who), clientBy);
  if ("drop" in client) return client;
  const request = parseRequestLine(values.request);
  if ("drop" in request) return request;
  return {
    at,
    status: numberOr0(values.status),
    responseBytes: numberOr0(values.bytes),
    ...request,
    ...client,
    ...(isHealthCheck(values.agent) && { healthCheck: true }),
  };
}

/** "-" = none = 0. */
function numberOr0(digits: string): number {
  return digits === "-" ? 0 : Number(digits);
}

function badTime(line: string, time: string): Dropped {
  const column = columnOf(line, `[${time}]`);
  return {
    drop: "badTime",
    detail: `column ${column}: expected a time such as [17/May/2015:10:05:03 +0000], got [${time}]`,
  };
}

/**
 * `host ident user`, where a server name may come first (`vhost_combined`) and a user may hold spaces. A fourth
 * word means a server name when the first word is name:port, when the second one is an address, or when it leaves
 * an ident of "-", which is all that servers write today.
 */
function identityOf(who: string): LoggedIdentity {
  const words = who.split(" ");
  const [first = "", second = "", third = ""] = words;
  const withServer =
    words.length > 3 && second !== "-" && (NAME_AND_PORT.test(first) || ADDRESS.test(second) || third === "-");
  return withServer ? { ip: second, user: words.slice(3).join(" ") } : { ip: first, user: words.slice(2).join(" ") };
}

const NAME_AND_PORT = /^[^:]+:\d{1,5}$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*)$/;
