import { NO_DURATION, type RecordColumns, UNATTRIBUTED } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { clientKeys, NGINX_KEYS } from "../model/nginx-json.ts";
import { healthCheckAt } from "./health-check-at.ts";
import type { Field } from "./joints.ts";
import { readSeconds, readWhole } from "./json-bytes.ts";
import { JsonFields, READ_AS } from "./json-fields.ts";
import { LineBytes } from "./line-bytes.ts";
import { LogRows } from "./log-rows.ts";

const SPACE = 0x20;
const QUOTE = 0x22;
const DASH = 0x2d;
const ZERO = 0x30;
const UNDERSCORE = 0x5f;

const { times, methods, targets, userAgents } = NGINX_KEYS;
const NAMES: readonly string[] = [
  ...times,
  ...methods,
  ...targets,
  ...userAgents,
  "request",
  "status",
  "request_time",
  "upstream_response_time",
  "body_bytes_sent",
  "bytes_sent",
];
const TIMES = 0;
const METHODS = TIMES + times.length;
const TARGETS = METHODS + methods.length;
const USER_AGENTS = TARGETS + targets.length;
const REQUEST = USER_AGENTS + userAgents.length;
const STATUS = REQUEST + 1;
const REQUEST_TIME = STATUS + 1;
const UPSTREAM = REQUEST_TIME + 1;
const BODY_BYTES = UPSTREAM + 1;
const ALL_BYTES = BODY_BYTES + 1;
const FIRST_OWN = ALL_BYTES + 1;

const STATUS_DIGITS_MAX = 3;

/** Stands for all keys that nobody reads: they may come twice, as nobody reads the last of them either. */
const UNREAD = 31;

/** What is read as a number, where a log writes it without quotes too; of the others nothing but text is ordinary. */
const NUMBERS: ReadonlySet<number> = new Set([...times.keys(), STATUS, REQUEST_TIME, UPSTREAM, BODY_BYTES, ALL_BYTES]);

/** No field; a request that took no time that is told. */
const NONE = -1;
/** What is there cannot be read as a number. */
const UNUSUAL = -2;

/**
 * Reads ordinary lines of an nginx log in JSON without making an object or a string for a line. Anything unusual
 * (escapes, characters beyond ASCII, a key twice, lists and objects, several upstreams, a request without a path) is
 * left to the slow path, which alone decides what it means.
 */
export class NginxJsonScanner {
  readonly #byKey: boolean;
  readonly #fields: JsonFields;
  readonly #rows: LogRows;
  readonly #line = new LineBytes();
  /** Codes of the fields that may hold the client, the best first. */
  readonly #clientCodes: readonly number[];

  constructor(options: DecoderOptions) {
    const keys = clientKeys(options.clientBy);
    const codes = new Map([...NAMES, ...keys.filter((key) => !NAMES.includes(key))].map((name, code) => [name, code]));
    this.#byKey = options.clientBy.by === "key";
    this.#clientCodes = keys.map((key) => codes.get(key) ?? UNREAD);
    this.#fields = new JsonFields((name, quoted) => fieldOf(codes.get(name) ?? UNREAD, quoted), 1 << UNREAD);
    this.#rows = new LogRows(options);
  }

  /** Appends the line source[from, to) as a row and returns true; false, with nothing appended, when it is unusual. */
  scan(source: Uint8Array, from: number, to: number, columns: RecordColumns): boolean {
    return this.#line.take(source, from, to) && this.#read(this.#line, columns, false) >= 0;
  }

  /**
   * Appends the line that begins at source[from] as a row when it is an ordinary one that ends within `source`. Returns
   * where the next line begins; -1, with nothing appended, when it is unusual.
   */
  scanAhead(source: Uint8Array, from: number, columns: RecordColumns): number {
    return this.#line.takeAhead(source, from) ? this.#read(this.#line, columns, true) : -1;
  }

  /** Writes what was put off: to be called before anybody reads rows of a server's decoder. */
  settle(): void {
    this.#rows.settle();
  }

  #read(line: LineBytes, columns: RecordColumns, isAhead: boolean): number {
    const next = this.#fields.read(line, isAhead);
    return next >= 0 && this.#append(line, columns) ? next : -1;
  }

  /** Checks what the row needs, then writes it: names enter a dictionary only when the row is sure. */
  #append(line: LineBytes, columns: RecordColumns): boolean {
    const { bytes } = line;
    const ended = this.#endUs(line);
    const status = this.#status(bytes);
    const duration = this.#microsOf(line, REQUEST_TIME);
    const upstream = this.#microsOf(line, UPSTREAM);
    const sent = this.#bytesSent(line);
    if (ended < 0 || status < 0 || duration === UNUSUAL || upstream === UNUSUAL || sent < 0) return false;
    const at = Math.floor((ended - (duration === NONE ? 0 : duration)) / 1000);
    if (!this.#rows.takes(at)) return false;
    const client = this.#clientCode(bytes);
    const clientStart = client === NONE ? NONE : this.#clientStart(line, client);
    if (clientStart === UNUSUAL || !this.#writeRequest(line, columns)) return false;
    const row = columns.length;
    columns.at[row] = at;
    columns.durationUs[row] = duration === NONE ? NO_DURATION : duration;
    columns.upstreamUs[row] = upstream === NONE ? NO_DURATION : upstream;
    columns.status[row] = status;
    columns.responseBytes[row] = sent;
    columns.healthCheck[row] = this.#healthCheck(bytes);
    if (client === NONE) columns.client[row] = UNATTRIBUTED;
    else this.#rows.writeClient(line, clientStart, this.#end(client), columns);
    columns.length = row + 1;
    return true;
  }

  /** The end of the request, epoch µs; negative when it is unusual or not told. */
  #endUs(line: LineBytes): number {
    const code = this.#first(line.bytes, TIMES, METHODS);
    if (code === NONE) return NONE;
    const seconds = this.#microsOf(line, code);
    if (seconds >= 0) return seconds;
    const { time } = this.#fields;
    return time.read(line, this.#start(code)) === this.#end(code) ? time.ms * 1000 : UNUSUAL;
  }

  /** Seconds of a field as integer µs; NONE when they are not told. */
  #microsOf(line: LineBytes, code: number): number {
    if (!this.#tells(line.bytes, code)) return NONE;
    const { numbers } = this.#fields;
    return readSeconds(line, this.#start(code), numbers, code) === this.#end(code)
      ? (numbers[code] as number)
      : UNUSUAL;
  }

  /** 0 when no answer is told; negative when the field is not there, or unusual. */
  #status(bytes: Uint8Array): number {
    if ((this.#fields.seen & (1 << STATUS)) === 0) return NONE;
    if (!this.#tells(bytes, STATUS)) return 0;
    const start = this.#start(STATUS);
    const end = this.#end(STATUS);
    if (end - start > STATUS_DIGITS_MAX) return UNUSUAL;
    let status = 0;
    for (let i = start; i < end; i++) {
      const digit = (bytes[i] as number) - ZERO;
      if (digit < 0 || digit > 9) return UNUSUAL;
      status = status * 10 + digit;
    }
    return status;
  }

  /** Those of the body where they are logged, even if it says nothing; 0 when none are told. */
  #bytesSent(line: LineBytes): number {
    const { numbers, seen } = this.#fields;
    const code = (seen & (1 << BODY_BYTES)) === 0 ? ALL_BYTES : BODY_BYTES;
    if (!this.#tells(line.bytes, code)) return 0;
    return readWhole(line, this.#start(code), numbers, code) === this.#end(code) ? (numbers[code] as number) : UNUSUAL;
  }

  #clientCode(bytes: Uint8Array): number {
    for (const code of this.#clientCodes) if (this.#tells(bytes, code)) return code;
    return NONE;
  }

  /** Where the client's name begins in its field; UNUSUAL when it does not stand there as it is called. */
  #clientStart(line: LineBytes, code: number): number {
    const { bytes } = line;
    const start = this.#start(code);
    const end = this.#end(code);
    // A number may be written in more ways than one, but for a whole one.
    if (bytes[start - 1] !== QUOTE && readWhole(line, start, this.#fields.numbers, code) !== end) return UNUSUAL;
    return this.#byKey && code === this.#clientCodes[1] ? credentialStart(bytes, start, end) : start;
  }

  /** From its parts, or from the whole request line. */
  #writeRequest(line: LineBytes, columns: RecordColumns): boolean {
    const { bytes } = line;
    const method = this.#first(bytes, METHODS, TARGETS);
    const target = this.#first(bytes, TARGETS, USER_AGENTS);
    if (method !== NONE && target !== NONE) {
      const [start, end] = [this.#start(method), this.#end(method)];
      return this.#rows.write(line, columns, start, end, this.#start(target), this.#end(target));
    }
    if (!this.#tells(bytes, REQUEST)) return false;
    const start = this.#start(REQUEST);
    const end = this.#end(REQUEST);
    const methodEnd = wordEnd(bytes, start, end);
    if (method !== NONE || target !== NONE || methodEnd === end) return false;
    return this.#rows.write(line, columns, start, methodEnd, methodEnd + 1, wordEnd(bytes, methodEnd + 1, end));
  }

  #healthCheck(bytes: Uint8Array): number {
    const agent = this.#first(bytes, USER_AGENTS, REQUEST);
    return agent === NONE ? 0 : healthCheckAt(bytes, this.#start(agent), this.#end(agent));
  }

  /** The first of the codes [from, to) whose field tells something. */
  #first(bytes: Uint8Array, from: number, to: number): number {
    for (let code = from; code < to; code++) if (this.#tells(bytes, code)) return code;
    return NONE;
  }

  /** Whether a field has a value other than "-", which stands for none. */
  #tells(bytes: Uint8Array, code: number): boolean {
    if ((this.#fields.filled & (1 << code)) === 0) return false;
    const start = this.#start(code);
    return bytes[start] !== DASH || this.#end(code) - start > 1;
  }

  #start(code: number): number {
    return this.#fields.spans[2 * code] as number;
  }

  #end(code: number): number {
    return this.#fields.spans[2 * code + 1] as number;
  }
}

/** Where the word at `from` ends: at a space, or at `end`. */
function wordEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && bytes[i] !== SPACE) i++;
  return i;
}

/** Where the credential begins in the header Authorization at [start, end): behind a scheme; UNUSUAL with space around it. */
function credentialStart(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === SPACE || bytes[end - 1] === SPACE) return UNUSUAL;
  const space = wordEnd(bytes, start, end);
  if (space === end || !isScheme(bytes, start, space)) return start;
  let i = space;
  while (bytes[i] === SPACE) i++;
  return i;
}

/** A letter, then letters, digits, `_` and `-`. */
function isScheme(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
    const isOther = (byte >= ZERO && byte <= 0x39) || byte === UNDERSCORE || byte === DASH;
    if (!isLetter && (i === start || !isOther)) return false;
  }
  return true;
}

function fieldOf(code: number, quoted: boolean): Field {
  if (quoted) return { code, action: READ_AS.text };
  if (code === UNREAD || NUMBERS.has(code)) return { code, action: READ_AS.simple };
  return { code, action: code >= FIRST_OWN ? READ_AS.whole : READ_AS.null };
}
