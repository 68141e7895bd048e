/*
 * Several bytes at a time. Every function here reads little-endian words through a DataView and may touch up to
 * PADDING bytes beyond the end it is given: the caller sees to it that they are there (`LineBytes`).
 */

/** Bytes that must be readable beyond the end of what is scanned. */
export const PADDING = 8;

const HIGH_BITS = 0x80808080 | 0;
const ONES = 0x01010101;
const SPACES = 0x20202020;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;

/** Masks that keep the first n bytes of a word. */
const KEEP = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1);

/** The mask that keeps the first `bytes` bytes of a word, 0 to 4. */
export function keepMask(bytes: number): number {
  return KEEP[bytes] as number;
}

/**
 * The first byte from `at` on that does not stand for itself in JSON text: a quote, a backslash, a control or a byte
 * beyond ASCII; at least `end` when there is none before it.
 */
export function endOfPlain(view: DataView, at: number, end: number): number {
  for (let i = at; i < end; i += 4) {
    const word = view.getInt32(i, true);
    // A subtraction borrows only above a byte that is itself a find, so the lowest marked byte is exact.
    const controls = (word - SPACES) | 0;
    const quotes = ((word ^ QUOTES) - ONES) | 0;
    const backslashes = ((word ^ BACKSLASHES) - ONES) | 0;
    const marks = (word | controls | quotes | backslashes) & HIGH_BITS;
    if (marks !== 0) return i + ((31 - Math.clz32(marks & -marks)) >>> 3);
  }
  return end;
}

/** A hash of the bytes [start, end). The products do not wait for each other. */
export function hashOf(view: DataView, start: number, end: number): number {
  let factor = 0x2c1b3c6d;
  let hash = end - start;
  let i = start;
  for (; i < end - 4; i += 4) {
    const word = view.getInt32(i, true);
    hash = (hash + Math.imul(word ^ (word >>> 15), factor)) | 0;
    factor = (factor + 0x3d4d51c2) | 0;
  }
  const last = view.getInt32(i, true) & keepMask(end - i);
  hash = (hash + Math.imul(last ^ (last >>> 15), factor)) | 0;
  return hash ^ (hash >>> 15);
}
