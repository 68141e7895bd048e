import { textOf } from "#kernel";
import { defaultClientBy } from "./model/client-by.ts";
import { decodeSlowly } from "./decoders.ts";
import type { LogFormat } from "./model/formats.ts";
import { jsonFormatOf } from "./model/json-format.ts";
import { unknownLogText } from "./model/unknown-log.ts";

/** The format of a log, or why it cannot be told: `detail` says it to a person, with the remedy. */
export type Detection =
  | { readonly format: LogFormat }
  | { readonly refused: "empty" | "binary" | "utf16" | "unknown"; readonly detail: string };

/** What is looked at: so many bytes, and of these so many lines. */
const HEAD_BYTES = 65_536;
const LINES_MAX = 50;

/**
 * Tells the format from the first lines of a log: the one that reads most of them. A tie goes to the format that
 * says more of a line (Traefik's text form is also a combined line, which is also a common one). The last line counts
 * only where nothing else is recognised, since it may be cut. A UTF-8 byte order mark is tolerated.
 */
export function detectFormat(head: Uint8Array): Detection {
  const bytes = withoutMark(head.subarray(0, HEAD_BYTES));
  if (bytes.every(isBlank)) {
    return { refused: "empty", detail: "There is nothing in it but blanks. Name a log file that has lines." };
  }
  const lines = linesOf(bytes);
  const format = mostFitting(lines.slice(0, -1)) ?? mostFitting(lines.slice(-1));
  if (format !== undefined) return { format };
  return refusedAs(bytes, lines.find((line) => !line.every(isBlank)) ?? bytes);
}

/** From what says most of a line to what says least; JSON formats are told apart by their keys. */
const TEXT_FORMATS: readonly LogFormat[] = ["alb", "envoy", "haproxy", "traefik", "combined", "common"];

function mostFitting(lines: readonly Uint8Array[]): LogFormat | undefined {
  const fits = new Map<LogFormat, number>();
  for (const line of lines) for (const format of formatsOf(line)) fits.set(format, (fits.get(format) ?? 0) + 1);
  const most = Math.max(0, ...fits.values());
  const first = TEXT_FORMATS.find((format) => fits.get(format) === most);
  return first ?? [...fits].find(([, count]) => count === most)?.[0];
}

/** Every format that a line has the shape of; whether its time is possible is another question. */
function formatsOf(line: Uint8Array): readonly LogFormat[] {
  if (line.every(isBlank)) return [];
  const json = line[0] === OPENING_BRACE ? jsonFormatOf(parsed(line)) : undefined;
  const candidates = json === undefined ? TEXT_FORMATS : [json];
  return candidates.filter((format) => {
    const decoded = decodeSlowly(format, line, defaultClientBy(format));
    return !("drop" in decoded && decoded.drop === "malformed");
  });
}

const LINE_FEED = 0x0a;
const OPENING_BRACE = 0x7b;

function parsed(line: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(line, 0, line.length) ?? "");
  } catch {
    return undefined;
  }
}

/** At most LINES_MAX lines without their line ends, and as the last one what follows them, which may be cut. */
function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (
    let end = bytes.indexOf(LINE_FEED);
    end >= 0 && lines.length < LINES_MAX;
    end = bytes.indexOf(LINE_FEED, start)
  ) {
    lines.push(bytes.subarray(start, bytes[end - 1] === 0x0d ? end - 1 : end));
    start = end + 1;
  }
  lines.push(bytes.subarray(start));
  return lines;
}

function refusedAs(bytes: Uint8Array, line: Uint8Array): Detection {
  if (isUtf16(bytes)) {
    const detail =
      "It is UTF-16 text; logs are read as UTF-8. Convert it, for example with: iconv -f UTF-16 -t UTF-8 FILE";
    return { refused: "utf16", detail };
  }
  const at = bytes.findIndex((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== ESCAPE));
  if (at < 0) return { refused: "unknown", detail: unknownLogText(new TextDecoder().decode(line.subarray(0, 1_000))) };
  const detail =
    `It is not text: byte ${at + 1} is ${bytes[at] ?? 0}, which no log line holds. Name a text log, ` +
    "plain or compressed with gzip or zstd; unpack other archives first.";
  return { refused: "binary", detail };
}

/** Logs of programs that colour their output have it. */
const ESCAPE = 0x1b;

/** A byte order mark, or every second byte of the start is zero, as it is in Latin text. */
function isUtf16(bytes: Uint8Array): boolean {
  const mark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (mark) return true;
  const start = bytes.subarray(0, 64);
  const half = Math.floor(start.length / 2);
  const zeros = [0, 1].map((side) => start.filter((byte, i) => i % 2 === side && byte === 0).length);
  return half >= 4 && ((zeros[0] === half && zeros[1] === 0) || (zeros[1] === half && zeros[0] === 0));
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
