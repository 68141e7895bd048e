import { textOf } from "#kernel";
import { appendRecord } from "./append-record.ts";
import { decodeAlb } from "./model/alb.ts";
import { decodeCaddy } from "./model/caddy.ts";
import type { RecordColumns } from "#records";
import { decodeCombined, decodeCommon } from "./model/combined.ts";
import type { Decoder, DecoderOptions } from "./model/decoder.ts";
import { decodeEnvoyJson } from "./model/envoy-json.ts";
import { decodeEnvoyText } from "./model/envoy.ts";
import type { ClientBy, LogFormat } from "./model/formats.ts";
import { decodeHaproxy } from "./model/haproxy.ts";
import { decodeNdjson } from "./model/ndjson.ts";
import { decodeNginxJson } from "./model/nginx-json.ts";
import type { Decoded, Dropped } from "./model/record.ts";
import type { SlowDecode } from "./model/slow.ts";
import { decodeTraefikClf } from "./model/traefik-clf.ts";
import { decodeTraefikJson } from "./model/traefik-json.ts";
import { CombinedScanner } from "./scan/combined.ts";
import { NdjsonScanner } from "./scan/ndjson.ts";
import { NginxJsonScanner } from "./scan/nginx-json.ts";

/** A decoder for the lines of one file. Its format must be able to tell the client (`refuseClientBy`). */
export function openDecoder(options: DecoderOptions): Decoder {
  return new LineDecoder({ ...options, operationOf: remembering(options) });
}

/** How each format is read slowly, by its text and by its JSON form; what starts with { is JSON. */
const SLOW: Readonly<Record<LogFormat, { readonly text?: SlowDecode; readonly json?: SlowDecode }>> = {
  combined: { text: decodeCombined },
  common: { text: decodeCommon },
  haproxy: { text: decodeHaproxy },
  alb: { text: decodeAlb },
  envoy: { text: decodeEnvoyText, json: decodeEnvoyJson },
  traefik: { text: decodeTraefikClf, json: decodeTraefikJson },
  caddy: { json: decodeCaddy },
  "nginx-json": { json: decodeNginxJson },
  ndjson: { json: decodeNdjson },
};

/** The slow path from bytes: what the line bytes[start, end) says in a format. A byte order mark is not part of it. */
export function decodeSlowly(format: LogFormat, line: Uint8Array, clientBy: ClientBy): Decoded {
  const { text, json } = SLOW[format];
  if (text !== undefined && (json === undefined || line[0] !== OPENING_BRACE)) return text(latin1Of(line), clientBy);
  const proper = textOf(line, 0, line.length);
  if (proper === undefined) return { drop: "encoding", detail: "the line is not valid UTF-8, as JSON must be" };
  return (json ?? decodeNdjson)(proper, clientBy);
}

const OPENING_BRACE = 0x7b;
const UNKNOWN_FIELDS_MAX = 100;
const OPERATIONS_REMEMBERED_MAX = 10_000;

class LineDecoder implements Decoder {
  readonly unknownFields: Map<string, number>;
  readonly #options: DecoderOptions;
  readonly #scanner: Scanner | null;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#scanner = scannerFor(options);
    // The NDJSON scanner counts the names that it finds in this map: both paths must share it.
    this.unknownFields =
      this.#scanner instanceof NdjsonScanner ? this.#scanner.unknownFields : new Map<string, number>();
  }

  decode(bytes: Uint8Array, start: number, end: number, columns: RecordColumns): Dropped | null {
    if (this.#scanner?.scan(bytes, start, end, columns) === true) return null;
    return this.#decodeSlowly(bytes.subarray(hasMark(bytes, start, end) ? start + 3 : start, end), columns);
  }

  decodeAhead(bytes: Uint8Array, start: number, columns: RecordColumns): number {
    return this.#scanner?.scanAhead(bytes, start, columns) ?? -1;
  }

  settle(): void {
    this.#scanner?.settle();
  }

  takeUnknownFields(): Map<string, number> | null {
    let taken: Map<string, number> | null = null;
    for (const [name, count] of this.unknownFields) {
      if (count === 0) continue;
      taken ??= new Map();
      taken.set(name, count);
      // The name stays: the scanner counts only names that it finds here.
      this.unknownFields.set(name, 0);
    }
    return taken;
  }

  #decodeSlowly(line: Uint8Array, columns: RecordColumns): Dropped | null {
    const decoded = decodeSlowly(this.#options.format, line, this.#options.clientBy);
    if ("drop" in decoded) return decoded;
    const dropped = appendRecord(decoded, this.#options, columns);
    if (dropped === null) for (const name of decoded.unknownFields ?? []) this.#countUnknown(name);
    return dropped;
  }

  #countUnknown(name: string): void {
    const count = this.unknownFields.get(name);
    if (count === undefined && this.unknownFields.size >= UNKNOWN_FIELDS_MAX) return;
    this.unknownFields.set(name, (count ?? 0) + 1);
  }
}

type Scanner = CombinedScanner | NdjsonScanner | NginxJsonScanner;

function scannerFor(options: DecoderOptions): Scanner | null {
  const { format } = options;
  if (format === "combined" || format === "common") return new CombinedScanner(options);
  if (format === "nginx-json") return new NginxJsonScanner(options);
  return format === "ndjson" ? new NdjsonScanner(options) : null;
}

/** Files written on Windows, and files joined from such, have a UTF-8 byte order mark before a line. */
function hasMark(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
}

function latin1Of(line: Uint8Array): string {
  return Buffer.from(line.buffer, line.byteOffset, line.length).toString("latin1");
}

/** Segments of nothing but digits, each with its slash. */
const NUMBERS = /\/[0-9]+(?=\/|$)/g;

/** Matching a path against an OpenAPI document takes time: asked once for a pair, as long as it is remembered. */
function remembering({ numbersAlike, operationOf }: DecoderOptions): DecoderOptions["operationOf"] {
  const known = new Map<string, string>();
  return (method, path) => {
    const pair = `${method} ${numbersAlike ? path.replaceAll(NUMBERS, "/0") : path}`;
    const remembered = known.get(pair);
    if (remembered !== undefined) return remembered;
    const operation = operationOf(method, path);
    if (known.size >= OPERATIONS_REMEMBERED_MAX) known.clear();
    known.set(pair, operation);
    return operation;
  };
}
