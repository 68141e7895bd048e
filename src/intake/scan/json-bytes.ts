import type { LineBytes } from "./line-bytes.ts";
import { keepMask, lowestByte, nonDigits } from "./words.ts";

/** The high bit of each byte of a word (`words.ts` says why it is here). */
const HIGH_BITS = 0x80808080 | 0;

const QUESTION_MARKS = 0x3f3f3f3f;
const NUMBER_SIGNS = 0x23232323;
const ONES = 0x01010101;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Powers of ten. */
const TENS = Int32Array.of(1, 10, 100, 1000);

/** Digits that a float64 keeps exactly, whatever they are. */
const DIGITS_MAX = 15;
/** Microseconds that a float64 keeps exactly, less a second. */
const US_MAX = 9e15;

/** Where the path at [start, end) ends: at its query or fragment, else at `end`. */
export function endOfPath(view: DataView, start: number, end: number): number {
  for (let i = start; i < end; i += 4) {
    const word = view.getInt32(i, true);
    const query = word ^ QUESTION_MARKS;
    const fragment = word ^ NUMBER_SIGNS;
    // A subtraction borrows only above a byte that is itself a find, so the lowest marked byte is exact.
    const marks = (((query - ONES) & ~query) | ((fragment - ONES) & ~fragment)) & HIGH_BITS;
    if (marks !== 0) return Math.min(end, i + lowestByte(marks));
  }
  return end;
}

/**
 * Reads a whole number of up to 15 digits into `into[slot]`; returns where it ends, or -1. A fraction or an exponent
 * after it is the caller's to notice: neither can begin a separator.
 */
export function readWhole(line: LineBytes, at: number, into: Float64Array, slot: number): number {
  const word = line.view.getInt32(at, true);
  const others = nonDigits(word);
  // A word of which a few bytes are digits: their number is found without a branch for each.
  if (others === 0) return readTwoWords(line, at, into, slot);
  const count = lowestByte(others);
  if (count === 0 || ((word & 0xff) === ZERO && count > 1)) return -1;
  const digits = (word << (32 - 8 * count)) & 0x0f0f0f0f;
  into[slot] = ((digits >>> 8) & 0xff) * 100 + ((digits >>> 16) & 0xff) * 10 + (digits >>> 24);
  return at + count;
}

/** Reads a whole number whose first four bytes are digits. */
function readTwoWords(line: LineBytes, at: number, into: Float64Array, slot: number): number {
  const { view } = line;
  const word = view.getInt32(at, true);
  const next = view.getInt32(at + 4, true);
  const others = nonDigits(next);
  if (others === 0 || (word & 0xff) === ZERO) return readLongWhole(line.bytes, at, line.end, into, slot);
  const count = lowestByte(others);
  const digits = ((next << (24 - 8 * count)) << 8) & 0x0f0f0f0f;
  const high =
    (word & 0x0f) * 1000 + ((word >>> 8) & 0x0f) * 100 + ((word >>> 16) & 0x0f) * 10 + ((word >>> 24) & 0x0f);
  into[slot] =
    high * (TENS[count] as number) + ((digits >>> 8) & 0xff) * 100 + ((digits >>> 16) & 0xff) * 10 + (digits >>> 24);
  return at + 4 + count;
}

function readLongWhole(bytes: Uint8Array, at: number, end: number, into: Float64Array, slot: number): number {
  let value = 0;
  let i = at;
  for (; i < end; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === at || i - at > DIGITS_MAX || (bytes[at] === ZERO && i - at > 1)) return -1;
  into[slot] = value;
  return i;
}

/** Reads milliseconds with up to 12 digits before the point as integer µs, half up; as `readWhole` otherwise. */
export function readMillis(line: LineBytes, at: number, into: Float64Array, slot: number): number {
  const point = readWhole(line, at, into, slot);
  if (point < 0 || point - at > 12) return -1;
  const us = (into[slot] as number) * 1000;
  into[slot] = us;
  if (line.bytes[point] !== DOT) return point;
  const word = line.view.getInt32(point + 1, true);
  const others = nonDigits(word);
  const count = others === 0 ? 4 : lowestByte(others);
  if (count === 0) return -1;
  if (count === 4) return readLongFraction(line, at, point, into, slot);
  const digits = word & keepMask(count) & 0x0f0f0f0f;
  into[slot] = us + (digits & 0xff) * 100 + ((digits >>> 8) & 0xff) * 10 + (digits >>> 16);
  return point + 1 + count;
}

/**
 * Reads seconds with up to ten digits before the point, and three behind it, as integer µs; as `readWhole` otherwise.
 * More digits than servers write are unusual.
 */
export function readSeconds(line: LineBytes, at: number, into: Float64Array, slot: number): number {
  const point = readWhole(line, at, into, slot);
  const us = (into[slot] as number) * 1e6;
  if (point < 0 || us > US_MAX) return -1;
  into[slot] = us;
  if (line.bytes[point] !== DOT) return point;
  const word = line.view.getInt32(point + 1, true);
  const others = nonDigits(word);
  const count = others === 0 ? 0 : lowestByte(others);
  if (count === 0) return -1;
  const digits = word & keepMask(count) & 0x0f0f0f0f;
  into[slot] = us + ((digits & 0xff) * 100 + ((digits >>> 8) & 0xff) * 10 + (digits >>> 16)) * 1000;
  return point + 1 + count;
}

/** Adds a fraction of four digits or more, which is rounded, to the whole milliseconds in `into[slot]`. */
function readLongFraction(
  { bytes, end }: LineBytes,
  at: number,
  point: number,
  into: Float64Array,
  slot: number,
): number {
  let us = into[slot] as number;
  let unit = 100;
  let i = point + 1;
  for (; i < end; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    if (unit >= 1) us += digit * unit;
    else if (i === point + 4 && digit >= 5) us++;
    unit = unit === 1 ? 0 : unit / 10;
  }
  if (i - at > DIGITS_MAX + 1) return -1;
  into[slot] = us;
  return i;
}

/** Where an unread simple value ends that is no text (number, true, false); -1 for a list, an object or anything unusual. */
export function endOfSimple(line: LineBytes, at: number): number {
  const { bytes, end } = line;
  const first = bytes[at];
  if (first === MINUS || isDigit(first)) return endOfNumber(bytes, at, end);
  if (first === 0x74) return endOfWord(bytes, at, TRUE);
  return endOfWord(bytes, at, FALSE);
}

/** Where `null` at `at` ends; -1 when it is something else. */
export function endOfNull(bytes: Uint8Array, at: number): number {
  return endOfWord(bytes, at, NULL);
}

const [TRUE, FALSE, NULL] = ["true", "false", "null"].map((word) => new TextEncoder().encode(word)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

function endOfWord(bytes: Uint8Array, at: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return -1;
  return at + word.length;
}

/** A number without exponent: sign, whole part without leading zeros, fraction. */
function endOfNumber(bytes: Uint8Array, at: number, end: number): number {
  const from = bytes[at] === MINUS ? at + 1 : at;
  const whole = endOfDigits(bytes, from, end);
  if (whole === from || (bytes[from] === ZERO && whole - from > 1)) return -1;
  if (bytes[whole] !== DOT) return whole;
  const fraction = endOfDigits(bytes, whole + 1, end);
  return fraction === whole + 1 ? -1 : fraction;
}

function endOfDigits(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isDigit(bytes[i])) i++;
  return i;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
