import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel";
import { midnightMs } from "../model/rfc3339.ts";
import type { LineBytes } from "./line-bytes.ts";

/** The high bit of each byte of a word (`words.ts` says why it is here). */
const HIGH_BITS = 0x80808080 | 0;

const ZERO = 0x30;
const COLON = 0x3a;
const DASH = 0x2d;
/** "2026-05-17T" */
const DAY_LENGTH = 11;
/** "2026-05-17T10:05" */
const MINUTE_LENGTH = 16;
/** "2026-05-17T10:05:03.250Z" */
const USUAL_LENGTH = 24;

/** Little-endian words: `00:0`, `:00.` and `000Z`, and what to add to find bytes that are neither such a mark nor a digit. */
const HOUR_COLON_DIGIT = 0x303a3030;
const UNLESS_HOUR_COLON_DIGIT = 0x767f7676;
const COLON_DIGITS_DOT = 0x2e30303a;
const UNLESS_COLON_DIGITS_DOT = 0x7f76767f;
const DIGITS_Z = 0x5a303030;
const UNLESS_DIGITS_Z = 0x7f767676;

/**
 * Reads RFC 3339 date-times from bytes. It remembers the last day, so that most calls read the time only. Leap
 * seconds and impossible times are left to the slow path.
 */
export class DateTimeReader {
  /** Epoch ms of what was read last. */
  ms = 0;
  /** The words of the last day at 0, 4 and 7. */
  readonly #day = new Int32Array(3);
  #dayMs = 0;
  #minuteMs = 0;

  /** Reads the date-time that begins at `at`; returns where it ends, or -1 when it is unusual. */
  read(line: LineBytes, at: number): number {
    const { bytes, end } = line;
    if (end - at < 20 || !(this.#isSameDay(line.view, at) || this.#learnDay(line, at))) return -1;
    if (!this.#readMinute(line.view, at + DAY_LENGTH)) return -1;
    if (at + USUAL_LENGTH <= end && this.#readUsualEnd(line.view, at + MINUTE_LENGTH)) return at + USUAL_LENGTH;
    const second = twoDigits(bytes, at + 17);
    if (bytes[at + MINUTE_LENGTH] !== COLON || second < 0 || second > 59) return -1;
    let ms = second * SECOND_MS;
    let i = at + 19;
    if (bytes[i] === 0x2e) {
      const from = ++i;
      for (let unit = 100; i < end; i++) {
        const digit = (bytes[i] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        ms += digit * unit;
        unit = unit === 100 ? 10 : unit === 10 ? 1 : 0;
      }
      if (i === from) return -1;
    }
    this.ms = this.#minuteMs + ms;
    return bytes[i] === 0x5a || bytes[i] === 0x7a ? i + 1 : this.#readOffset(bytes, i, end);
  }

  /** Reads `:05.250Z`, as most writers end it, eight bytes at once. */
  #readUsualEnd(view: DataView, at: number): boolean {
    // Digits become their values, the marks around them 0; a byte that is too large sets its high bit in the sum.
    const seconds = view.getInt32(at, true) ^ COLON_DIGITS_DOT;
    const millis = view.getInt32(at + 4, true) ^ DIGITS_Z;
    const wrong = seconds | (seconds + UNLESS_COLON_DIGITS_DOT) | millis | (millis + UNLESS_DIGITS_Z);
    const second = ((seconds >>> 8) & 0xff) * 10 + ((seconds >>> 16) & 0xff);
    if ((wrong & HIGH_BITS) !== 0 || second > 59) return false;
    const ms = (millis & 0xff) * 100 + ((millis >>> 8) & 0xff) * 10 + ((millis >>> 16) & 0xff);
    this.ms = this.#minuteMs + second * SECOND_MS + ms;
    return true;
  }

  #isSameDay(view: DataView, at: number): boolean {
    const day = this.#day;
    return (
      view.getInt32(at, true) === day[0] &&
      view.getInt32(at + 4, true) === day[1] &&
      view.getInt32(at + 7, true) === day[2]
    );
  }

  #learnDay({ bytes, view }: LineBytes, at: number): boolean {
    const [century, years] = [twoDigits(bytes, at), twoDigits(bytes, at + 2)];
    const [month, day] = [twoDigits(bytes, at + 5), twoDigits(bytes, at + 8)];
    if (century < 0 || years < 0 || month < 0 || day < 0) return false;
    if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH || ((bytes[at + 10] as number) | 0x20) !== 0x74) return false;
    const ms = midnightMs(century * 100 + years, month, day);
    if (ms === undefined) return false;
    this.#dayMs = ms;
    this.#day.set([view.getInt32(at, true), view.getInt32(at + 4, true), view.getInt32(at + 7, true)]);
    return true;
  }

  /** Reads `10:05`, its first four bytes at once. */
  #readMinute(view: DataView, at: number): boolean {
    const word = view.getInt32(at, true) ^ HOUR_COLON_DIGIT;
    const ones = view.getUint8(at + 4) - ZERO;
    const hour = (word & 0xff) * 10 + ((word >>> 8) & 0xff);
    const minute = (word >>> 24) * 10 + ones;
    const wrong = (word | (word + UNLESS_HOUR_COLON_DIGIT)) & HIGH_BITS;
    if (wrong !== 0 || ones < 0 || ones > 9 || hour > 23 || minute > 59) return false;
    this.#minuteMs = this.#dayMs + hour * HOUR_MS + minute * MINUTE_MS;
    return true;
  }

  #readOffset(bytes: Uint8Array, at: number, end: number): number {
    const sign = bytes[at];
    if ((sign !== 0x2b && sign !== 0x2d) || end - at < 6 || bytes[at + 3] !== COLON) return -1;
    const hours = twoDigits(bytes, at + 1);
    const minutes = twoDigits(bytes, at + 4);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return -1;
    const offset = hours * HOUR_MS + minutes * MINUTE_MS;
    this.ms += sign === 0x2d ? offset : -offset;
    return at + 6;
  }
}

/** Two decimal digits as a number; negative when they are not. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - ZERO;
  const ones = (bytes[at + 1] as number) - ZERO;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}
