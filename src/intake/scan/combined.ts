import { DAY_MS, textOf } from "#kernel";
import { NO_DURATION, type RecordColumns, UNATTRIBUTED } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { parseClfTime } from "../model/http-time.ts";
import { PRODUCTION } from "../model/record.ts";
import { HEALTH_CHECK_USER_AGENTS } from "../model/user-agent.ts";
import { endOfPath } from "./json-bytes.ts";
import { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";
import { endOfPlain } from "./words.ts";

const SPACE = 0x20;
const QUOTE = 0x22;
const DASH = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;

/** Little-endian words: ` - -`, `] "`, `HTTP`. */
const NO_IDENT_NO_USER = 0x2d202d20;
const BRACKET_SPACE_QUOTE = 0x22205d;
const HTTP = 0x50545448;

/** What stands in the brackets: `dd/Mon/yyyy:`, `hh:mm:ss`, ` +hhmm`. */
const TIME_BYTES = 26;
const DATE_BYTES = 12;
const OFFSET_AT = 20;

/** The digits of the most bytes that the slow path believes. */
const BYTES_DIGITS_MAX = 15;
const CLIENTS_REMEMBERED_MAX = 1 << 17;
const OPERATIONS_REMEMBERED_MAX = 1 << 17;
const METHODS_REMEMBERED_MAX = 100;

/** A method of up to 32 letters and the start of a path, which is what the slow path calls a request. */
const METHOD_AND_PATH = /^([A-Za-z-]{1,32}) (\/.*)$/s;
const PREFIXES = HEALTH_CHECK_USER_AGENTS.map((prefix) => new TextEncoder().encode(prefix));

/**
 * Reads ordinary lines of the common and the combined format without making an object or a string for a line.
 * Whatever it does not expect (escapes, bytes beyond ASCII, a server name in front, a user with spaces, an instant
 * that is not believed) it leaves to the slow path. Bytes are checked when they are first seen: those that a memo
 * knows have passed.
 */
export class CombinedScanner {
  readonly #options: DecoderOptions;
  readonly #byUser: boolean;
  readonly #common: boolean;
  readonly #line = new LineBytes();
  readonly #operations = new WordMemo(OPERATIONS_REMEMBERED_MAX);
  readonly #clients = new WordMemo(CLIENTS_REMEMBERED_MAX);
  readonly #methods: NameMemo;
  readonly #asksMethod: boolean;
  readonly #key = new WordKey();
  readonly #api: number;
  readonly #environment: number;
  /** Date and offset of the last line, as words, and their midnight: most lines are of the same day. */
  readonly #day = new Int32Array(5);
  #midnight = Number.NaN;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#byUser = options.clientBy.by === "user";
    this.#common = options.format === "common";
    this.#methods = new NameMemo(options.dictionaries.methods, METHODS_REMEMBERED_MAX);
    this.#asksMethod = options.dimensions.includes("method");
    this.#api = options.dictionaries.apis.idOf(options.api);
    this.#environment = options.dictionaries.environments.idOf(PRODUCTION);
  }

  /** Appends the line source[from, to) as a row and returns true; false, with nothing appended, when it is unusual. */
  scan(source: Uint8Array, from: number, to: number, columns: RecordColumns): boolean {
    const line = this.#line;
    if (to - from < TIME_BYTES || !line.take(source, from, to)) return false;
    const { bytes, view, start, end } = line;

    const clientEnd = wordEnd(bytes, start, end);
    if (clientEnd === start || clientEnd === end) return false;
    const anonymous = view.getInt32(clientEnd, true) === NO_IDENT_NO_USER;
    const identEnd = anonymous ? clientEnd + 2 : wordEnd(bytes, clientEnd + 1, end);
    const userEnd = anonymous ? clientEnd + 4 : wordEnd(bytes, identEnd + 1, end);
    const time = userEnd + 2;
    const request = time + TIME_BYTES + 3;
    if (identEnd === clientEnd + 1 || userEnd === identEnd + 1 || request >= end) return false;
    if (bytes[userEnd] !== SPACE || bytes[time - 1] !== OPENING_BRACKET) return false;
    if ((view.getInt32(time + TIME_BYTES, true) & 0xffffff) !== BRACKET_SPACE_QUOTE) return false;
    const at = this.#instantAt(line, time);
    if (!(at >= this.#options.believed.from && at < this.#options.believed.to)) return false;

    const requestEnd = endOfPlain(view, request, end);
    const status = requestEnd + 2;
    if (status + 5 > end || bytes[requestEnd] !== QUOTE || bytes[status - 1] !== SPACE) return false;
    const targetEnd = versionStart(line, request, requestEnd) - 1;
    if (targetEnd <= request) return false;
    const operation = this.#operationAt(line, request, targetEnd);
    if (operation < 0) return false;

    const statusCode = digit(bytes, status) * 100 + digit(bytes, status + 1) * 10 + digit(bytes, status + 2);
    if (statusCode > 999 || bytes[status + 3] !== SPACE) return false;
    const sent = status + 4;
    let sentEnd = sent;
    let sentBytes = 0;
    if (bytes[sent] === DASH) sentEnd++;
    else {
      for (let value = digit(bytes, sent); value < 10 && sentEnd < end; value = digit(bytes, ++sentEnd)) {
        sentBytes = sentBytes * 10 + value;
      }
    }
    if (sentEnd === sent || sentEnd - sent > BYTES_DIGITS_MAX) return false;
    const agent = sentEnd === end && this.#common ? end : agentStart(line, sentEnd);
    if (agent < 0) return false;

    const client = this.#byUser ? this.#clientAt(line, identEnd + 1, userEnd) : this.#clientAt(line, start, clientEnd);
    if (client < UNATTRIBUTED) return false;

    const row = columns.length;
    columns.at[row] = at;
    columns.durationUs[row] = NO_DURATION;
    columns.upstreamUs[row] = NO_DURATION;
    columns.status[row] = statusCode;
    columns.outcome[row] = 0;
    columns.kind[row] = 0;
    columns.healthCheck[row] = isHealthCheckAt(bytes, agent, end) ? 1 : 0;
    columns.api[row] = this.#api;
    columns.environment[row] = this.#environment;
    columns.operation[row] = operation;
    columns.client[row] = client;
    columns.responseBytes[row] = sentBytes;
    if (this.#asksMethod) columns.method[row] = this.#methods.idAt(line, request, wordEnd(bytes, request, targetEnd));
    columns.length = row + 1;
    return true;
  }

  /** `17/May/2015:10:05:03 +0000` at `time` as epoch ms; not a number when it is unusual. */
  #instantAt(line: LineBytes, time: number): number {
    if (!this.#isSameDay(line.view, time) && !this.#learnDay(line, time)) return Number.NaN;
    const { bytes } = line;
    if (bytes[time + 14] !== COLON || bytes[time + 17] !== COLON) return Number.NaN;
    const hour = digit(bytes, time + 12) * 10 + digit(bytes, time + 13);
    const minute = digit(bytes, time + 15) * 10 + digit(bytes, time + 16);
    const second = digit(bytes, time + 18) * 10 + digit(bytes, time + 19);
    if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
    return this.#midnight + ((hour * 60 + minute) * 60 + second) * 1_000;
  }

  #isSameDay(view: DataView, time: number): boolean {
    const day = this.#day;
    return (
      view.getInt32(time, true) === day[0] &&
      view.getInt32(time + 4, true) === day[1] &&
      view.getInt32(time + 8, true) === day[2] &&
      view.getInt32(time + OFFSET_AT, true) === day[3] &&
      view.getInt16(time + OFFSET_AT + 4, true) === day[4]
    );
  }

  #learnDay({ bytes, view }: LineBytes, time: number): boolean {
    const date = textOf(bytes, time, time + DATE_BYTES);
    const offset = textOf(bytes, time + OFFSET_AT, time + TIME_BYTES);
    const noon = parseClfTime(`${date ?? ""}12:00:00${offset ?? ""}`);
    if (noon === undefined) return false;
    this.#midnight = noon - DAY_MS / 2;
    [0, 4, 8, OFFSET_AT].forEach((word, i) => (this.#day[i] = view.getInt32(time + word, true)));
    this.#day[4] = view.getInt16(time + OFFSET_AT + 4, true);
    return true;
  }

  /** The id of the client named by [start, end), UNATTRIBUTED for "-", less when its bytes are unusual. */
  #clientAt(line: LineBytes, start: number, end: number): number {
    this.#key.take(line.view, start, end);
    const known = this.#clients.find(this.#key);
    if (known >= 0) return known;
    if (end - start === 1 && line.bytes[start] === DASH) return UNATTRIBUTED;
    if (endOfPlain(line.view, start, end) < end) return UNATTRIBUTED - 1;
    const id = this.#options.dictionaries.clients.idOf(textOf(line.bytes, start, end) ?? "");
    this.#clients.put(this.#key, id);
    return id;
  }

  /** The id of the operation of `GET /orders?page=2` at [start, end), -1 when it is unusual. */
  #operationAt(line: LineBytes, start: number, end: number): number {
    const whole = this.#findOperation(line, start, end);
    if (whole >= 0) return whole;
    // Only paths are remembered, so a target that is known has neither query nor fragment.
    const pathEnd = endOfPath(line.view, start, end);
    const path = pathEnd < end ? this.#findOperation(line, start, pathEnd) : -1;
    return path >= 0 ? path : this.#learnOperation(line, start, pathEnd);
  }

  #findOperation({ view }: LineBytes, start: number, end: number): number {
    if (this.#options.numbersAlike) this.#key.takeNumbersAlike(view, start, end);
    else this.#key.take(view, start, end);
    return this.#operations.find(this.#key);
  }

  #learnOperation(line: LineBytes, start: number, end: number): number {
    const [, method, path] = METHOD_AND_PATH.exec(textOf(line.bytes, start, end) ?? "") ?? [];
    if (method === undefined || path === undefined) return -1;
    const id = this.#options.dictionaries.operations.idOf(this.#options.operationOf(method, path));
    this.#operations.put(this.#key, id);
    return id;
  }
}

/** Where the word at `from` ends: at a space or with the line. */
function wordEnd(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && bytes[i] !== SPACE) i++;
  return i;
}

/** Where `HTTP/1.1` or `HTTP/2` begins that ends the request [from, end); 0 when there is none after a space. */
function versionStart({ bytes, view }: LineBytes, from: number, end: number): number {
  const version = bytes[end - 2] === DOT ? end - 8 : end - 6;
  if (version <= from || digit(bytes, end - 1) > 9 || digit(bytes, version + 5) > 9) return 0;
  return view.getInt32(version, true) === HTTP && bytes[version + 4] === SLASH && bytes[version - 1] === SPACE
    ? version
    : 0;
}

/** Where the user agent starts, after ` "referer" "`; -1 when the rest is unusual. What follows decides nothing. */
function agentStart({ bytes, view, end }: LineBytes, from: number): number {
  const agent = endOfPlain(view, from + 2, end) + 3;
  if (agent > end || bytes[from] !== SPACE || bytes[from + 1] !== QUOTE) return -1;
  return bytes[agent - 3] === QUOTE && bytes[agent - 2] === SPACE && bytes[agent - 1] === QUOTE ? agent : -1;
}

function isHealthCheckAt(bytes: Uint8Array, agent: number, end: number): boolean {
  for (const prefix of PREFIXES) {
    if (bytes[agent] === prefix[0] && agent + prefix.length <= end && startsWith(bytes, agent, prefix)) return true;
  }
  return false;
}

function startsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}

/** The digit at an index, or 1,000 when it is none, which spoils every sum that it is in. */
function digit(bytes: Uint8Array, at: number): number {
  const value = (bytes[at] as number) - ZERO;
  return value >= 0 && value < 10 ? value : 1_000;
}
