/*
 * Several bytes at a time. Every function here reads little-endian words through a DataView and may touch up to
 * PADDING bytes beyond the end it is given: the caller sees to it that they are there (`LineBytes`).
 */

/** Bytes that must be readable beyond the end of what is scanned. */
export const PADDING = 16;

/**
 * The high bit of each byte of a word. Not exported: the compiler folds a module's own constant into its code, but looks
 * up and checks an exported one at each use.
 */
const HIGH_BITS = 0x80808080 | 0;
/** Turns a quote into a space and keeps the rest of printable ASCII above it. */
const SWAP_QUOTES = 0x02020202;
const ABOVE_SPACE = 0x21212121;
const ONES = 0x01010101;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;

const ZEROS = 0x30303030;
/** Added to a byte below 0x80 this sets its high bit unless it is below 10. */
const UNLESS_DIGIT = 0x76767676;

/** Masks that keep the first n bytes of a word. */
const KEEP = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1);

/** The mask that keeps the first `bytes` bytes of a word, 0 to 4. */
export function keepMask(bytes: number): number {
  return KEEP[bytes] as number;
}

/** Which byte of a word holds its lowest marked bit; the word is not 0. */
export function lowestByte(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >>> 3;
}

/**
 * The first byte from `at` on that does not stand for itself in JSON text: a quote, a backslash, a control or a byte
 * beyond ASCII; at least `end` when there is none before it.
 */
export function endOfPlain(view: DataView, at: number, end: number): number {
  for (let i = at; i < end; i += 4) {
    const word = view.getInt32(i, true);
    // A subtraction borrows only above a byte that is itself a find, so the lowest marked byte is exact.
    const controlsAndQuotes = ((word ^ SWAP_QUOTES) - ABOVE_SPACE) | 0;
    const backslashes = ((word ^ BACKSLASHES) - ONES) | 0;
    const marks = (word | controlsAndQuotes | backslashes) & HIGH_BITS;
    if (marks !== 0) return i + ((31 - Math.clz32(marks & -marks)) >>> 3);
  }
  return end;
}

/** As `endOfPlain`, but a space ends it too. */
export function endOfPlainWord(view: DataView, at: number, end: number): number {
  for (let i = at; i < end; i += 4) {
    const word = view.getInt32(i, true);
    const controlsAndSpaces = (word - ABOVE_SPACE) | 0;
    const quotes = ((word ^ QUOTES) - ONES) | 0;
    const backslashes = ((word ^ BACKSLASHES) - ONES) | 0;
    const marks = (word | controlsAndSpaces | quotes | backslashes) & HIGH_BITS;
    if (marks !== 0) return i + ((31 - Math.clz32(marks & -marks)) >>> 3);
  }
  return end;
}

/** The high bits of the bytes that are no decimal digit; only the lowest one is exact, as sums carry upwards. */
export function nonDigits(word: number): number {
  return (word | ((word ^ ZEROS) + UNLESS_DIGIT)) & HIGH_BITS;
}
