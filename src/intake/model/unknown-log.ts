import { LOG_FORMATS } from "./formats.ts";

/** What is said of a log in no format that we know: how it starts, what it looks like, and what can be done. */
export function unknownLogText(firstLine: string): string {
  const looks = LOOKS.find(([pattern]) => pattern.test(firstLine))?.[1];
  return (
    `No format fits its first lines${looks === undefined ? "" : `; ${looks}`}. The first one starts: ${quoted(firstLine)}. ` +
    `Known formats: ${LOG_FORMATS.join(", ")}. If it is one of them, name it with --format; ` +
    'else write one NDJSON record a line, such as {"at":"2026-05-17T10:05:03Z","operation":"GET /orders","status":200,"client":"shop"}.'
  );
}

/** The first pattern that matches says what the log may be. */
const LOOKS: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/^#(?:Software|Version|Date|Fields|Remark):/i, "it looks like a W3C extended log, as IIS writes it"],
  [/^\s*<(?:\?xml|!doctype|[a-z][\w:.-]*[\s/>])/i, "it looks like XML or HTML"],
  [/^\s*\[\s*(?:\{|$)/, "it looks like one JSON list; write its records one a line"],
  [/^\s*\{\s*$/, "it looks like JSON over several lines; write one record a line"],
  [/^\s*\{\s*["}]/, "it looks like JSON, but without the keys of a format that we know"],
  [
    /^\s*(?:--|(?:select|insert|update|delete|create|drop|alter|begin)\b.*(?:\b(?:into|from|table|set|database|transaction)\b|;))/i,
    "it looks like SQL",
  ],
  [/^\S+ \S+:\d+ \d{1,3}(?:\.\d{1,3}){3}:\d+ .*\bTCP\b/, "it looks like a log of TCP connections"],
  [
    /^(?:<\d{1,3}>)?(?:1 )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) \S+ [\w./-]+(?:\[\d+\])?:? /,
    "it looks like a syslog line of another program",
  ],
  [
    /^(?:\d{4}[-/]\d\d[-/]\d\d[T ]|\[\d{4}-|\[?(?:DEBUG|INFO|WARN|ERROR|FATAL)\b)/i,
    "it looks like a program's own log, which tells no requests",
  ],
  [/^\S+=\S+ .*\S+=/, "it looks like logfmt"],
  [/^[^,;\t]+(?:,[^,]*){2,}$/, "it looks like CSV"],
  [/^[^\t]+(?:\t[^\t]*){2,}$/, "it looks like tab-separated values"],
];

const QUOTED_CHARACTERS_MAX = 100;

/** The start of a line in quotes; what cannot be printed, and might play tricks on a terminal, becomes a dot. */
function quoted(line: string): string {
  const printable = line.replaceAll(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, "·");
  const characters = [...printable];
  const start = characters.slice(0, QUOTED_CHARACTERS_MAX).join("");
  return `"${start}${characters.length > QUOTED_CHARACTERS_MAX ? "…" : ""}"`;
}
