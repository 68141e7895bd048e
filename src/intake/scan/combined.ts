import { DAY_MS, textOf } from "#kernel";
import { NO_DURATION, type RecordColumns, UNATTRIBUTED } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { parseClfTime } from "../model/http-time.ts";
import { healthCheckAt } from "./health-check-at.ts";
import { LineBytes } from "./line-bytes.ts";
import { LogRows } from "./log-rows.ts";
import { endOfPlain, endOfPlainWord } from "./words.ts";

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

/**
 * Reads ordinary lines of the common and the combined format without making an object or a string for a line.
 * Whatever it does not expect (escapes, bytes beyond ASCII, a server name in front, a user with spaces, an instant
 * that is not believed) it leaves to the slow path.
 */
export class CombinedScanner {
  readonly #byUser: boolean;
  readonly #common: boolean;
  readonly #line = new LineBytes();
  readonly #rows: LogRows;
  /** Date and offset of the last line, as words, and their midnight: most lines are of the same day. */
  readonly #day = new Int32Array(5);
  #midnight = Number.NaN;

  constructor(options: DecoderOptions) {
    this.#byUser = options.clientBy.by === "user";
    this.#common = options.format === "common";
    this.#rows = new LogRows(options);
  }

  /** Appends the line source[from, to) as a row and returns true; false, with nothing appended, when it is unusual. */
  scan(source: Uint8Array, from: number, to: number, columns: RecordColumns): boolean {
    const line = this.#line;
    if (to - from < TIME_BYTES || !line.take(source, from, to)) return false;
    const { bytes, view, start, end } = line;

    const clientEnd = endOfPlainWord(view, start, end);
    if (clientEnd === start || clientEnd >= end || bytes[clientEnd] !== SPACE) return false;
    const anonymous = view.getInt32(clientEnd, true) === NO_IDENT_NO_USER;
    const identEnd = anonymous ? clientEnd + 2 : wordEnd(bytes, clientEnd + 1, end);
    const userEnd = anonymous ? clientEnd + 4 : wordEnd(bytes, identEnd + 1, end);
    const time = userEnd + 2;
    const request = time + TIME_BYTES + 3;
    if (identEnd === clientEnd + 1 || userEnd === identEnd + 1 || request >= end) return false;
    if (bytes[userEnd] !== SPACE || bytes[time - 1] !== OPENING_BRACKET) return false;
    if ((view.getInt32(time + TIME_BYTES, true) & 0xffffff) !== BRACKET_SPACE_QUOTE) return false;
    const at = this.#instantAt(line, time);
    if (!this.#rows.takes(at)) return false;

    const requestEnd = endOfPlain(view, request, end);
    const status = requestEnd + 2;
    if (status + 5 > end || bytes[requestEnd] !== QUOTE || bytes[status - 1] !== SPACE) return false;
    const targetEnd = versionStart(line, request, requestEnd) - 1;
    if (targetEnd <= request) return false;
    const methodEnd = wordEnd(bytes, request, targetEnd);
    if (methodEnd >= targetEnd - 1) return false;

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

    const name = this.#byUser ? identEnd + 1 : start;
    const nameEnd = this.#byUser ? userEnd : clientEnd;
    const isNamed = nameEnd - name > 1 || bytes[name] !== DASH;
    if (this.#byUser && endOfPlainWord(view, name, nameEnd) < nameEnd) return false;
    if (!this.#rows.write(line, columns, request, methodEnd, methodEnd + 1, targetEnd)) return false;

    const row = columns.length;
    columns.at[row] = at;
    columns.durationUs[row] = NO_DURATION;
    columns.upstreamUs[row] = NO_DURATION;
    columns.status[row] = statusCode;
    columns.responseBytes[row] = sentBytes;
    columns.healthCheck[row] = healthCheckAt(bytes, agent, end);
    if (isNamed) this.#rows.writeClient(line, name, nameEnd, columns);
    else columns.client[row] = UNATTRIBUTED;
    columns.length = row + 1;
    return true;
  }

  /** A line is read when its end is known. */
  scanAhead(): number {
    return -1;
  }

  /** Writes what was put off: to be called before anybody reads rows of a server's decoder. */
  settle(): void {
    this.#rows.settle();
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

/** The digit at an index, or 1,000 when it is none, which spoils every sum that it is in. */
function digit(bytes: Uint8Array, at: number): number {
  const value = (bytes[at] as number) - ZERO;
  return value >= 0 && value < 10 ? value : 1_000;
}
