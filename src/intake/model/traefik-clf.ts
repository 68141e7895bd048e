import { CLF_COLUMNS, recordOfClf } from "./combined.ts";
import type { ClientBy } from "./formats.ts";
import { type LineColumn, readColumns, sticky } from "./line-columns.ts";
import type { Decoded } from "./record.ts";

/**
 * One line of Traefik's own text format (its manual, "Access logs": CLF): combined, then the number of the request,
 * "router", "server URL" and the duration as `12ms`. The time is the start. Traefik does not escape quotes, so the
 * fields after the bytes are found from the end of the line.
 */
export function decodeTraefikClf(line: string, clientBy: ClientBy): Decoded {
  const values = readColumns(line, COLUMNS);
  if ("drop" in values) return values;
  const record = recordOfClf(line, values, clientBy);
  return "drop" in record ? record : { ...record, durationUs: Number(values.duration) * 1_000 };
}

const COLUMNS: readonly LineColumn<"who" | "time" | "request" | "status" | "bytes" | "agent" | "duration">[] = [
  ...CLF_COLUMNS,
  {
    name: "agent",
    pattern: sticky(
      String.raw` (?:"[^"]*"|-) (?:"([^"]*)"|-|".*")(?= (?:\d+|-) (?:"[^"]*"|-) (?:"[^"]*"|-) \d{1,12}ms *$)`,
    ),
    expected:
      'the referer and the user agent in quotes, then Traefik\'s own fields such as 7 "router" "http://10.0.0.7:80" 12ms',
  },
  {
    name: "duration",
    pattern: sticky(String.raw` .* (\d{1,12})ms *$`),
    expected: "the duration such as 12ms",
  },
];
