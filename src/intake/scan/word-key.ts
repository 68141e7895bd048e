import { keepMask, lowestByte, nonDigits } from "./words.ts";

/** The high bit of each byte of a word (`words.ts` says why it is here). */
const HIGH_BITS = 0x80808080 | 0;

const FIRST_WORDS = 64;

const SLASH = 0x2f;
const SLASHES = 0x2f2f2f2f;
const ZEROS = 0x30303030;
/** Added to a byte below 0x80 these set its high bit unless it is 0, and unless it is below 10. */
const UNLESS_ZERO = 0x7f7f7f7f;
const UNLESS_DIGIT = 0x76767676;

/** Multipliers of the hash: one for each word, so that the products do not wait for each other. */
const FACTOR = 0x2c1b3c6d;
const FACTOR_STEP = 0x3d4d51c2;

/**
 * Bytes of a line as words, with their hash: what a `WordMemo` is asked for. One key serves many look-ups. It grows
 * with the longest text that it was given, which is never longer than a line. See `words.ts` for the padding that is
 * asked of the caller.
 */
export class WordKey {
  words = new Int32Array(FIRST_WORDS);
  /** How many words count; the last is filled up with zeros. */
  count = 0;
  /** Length in bytes, which tells texts apart that end with zero bytes. */
  length = 0;
  hash = 0;

  /** Takes the bytes [start, end) as they are. */
  take(view: DataView, start: number, end: number): void {
    const words = this.#wordsFor(end - start);
    let factor = FACTOR;
    let hash = end - start;
    let count = 0;
    let i = start;
    for (; i < end - 4; i += 4) {
      const word = view.getInt32(i, true);
      words[count++] = word;
      hash = (hash + Math.imul(word ^ (word >>> 15), factor)) | 0;
      factor = (factor + FACTOR_STEP) | 0;
    }
    const last = view.getInt32(i, true) & keepMask(end - i);
    words[count++] = last;
    hash = (hash + Math.imul(last ^ (last >>> 15), factor)) | 0;
    this.count = count;
    this.length = end - start;
    this.hash = hash ^ (hash >>> 15);
  }

  /**
   * Takes the plain bytes [start, end) of a request, each segment of nothing but digits with its slash as one byte 1,
   * which plain text never has. So `/orders/17/items` and `/orders/4711/items` are the same key.
   */
  takeNumbersAlike(view: DataView, start: number, end: number): void {
    const words = this.#wordsFor(4 * (end - start));
    let factor = FACTOR;
    let hash = 0;
    let count = 0;
    const lastWord = end - 4;
    for (let i = start; i < end;) {
      let word = view.getInt32(i, true);
      // A mark is a slash with a digit after it. What lies beyond `end` can only add marks above the ones that count.
      const digitAfter = (view.getInt32(i + 1, true) ^ ZEROS) + UNLESS_DIGIT;
      const marks = ~(((word ^ SLASHES) + UNLESS_ZERO) | digitAfter) & HIGH_BITS;
      if (marks === 0 && i < lastWord) {
        i += 4;
      } else {
        const slash = i + (marks === 0 ? 4 : lowestByte(marks));
        if (marks !== 0 && slash + 1 < end) {
          const after = endOfDigits(view, slash + 1, end);
          const isNumber = after === end || view.getUint8(after) === SLASH;
          // Digits with letters after them are no number: this word ends with the slash, the digits begin the next.
          word = (word & keepMask(slash - i)) | ((isNumber ? 1 : SLASH) << (8 * (slash - i)));
          i = isNumber ? after : slash + 1;
        } else {
          word &= keepMask(end - i < 4 ? end - i : 4);
          i += 4;
        }
      }
      words[count++] = word;
      hash = (hash + Math.imul(word ^ (word >>> 15), factor)) | 0;
      factor = (factor + FACTOR_STEP) | 0;
    }
    this.count = count;
    this.length = 4 * count;
    this.hash = hash ^ (hash >>> 15);
  }

  /** Takes two stretches of bytes: behind the length of the first both of them, each in words of its own. */
  takePair(view: DataView, first: number, firstEnd: number, second: number, secondEnd: number): void {
    const words = this.#wordsFor(firstEnd - first + secondEnd - second + 12);
    let factor = FACTOR;
    let hash = firstEnd - first;
    let count = 0;
    words[count++] = hash;
    for (let i = first; i < firstEnd; i += 4) {
      const word = view.getInt32(i, true) & keepMask(firstEnd - i < 4 ? firstEnd - i : 4);
      words[count++] = word;
      hash = (hash + Math.imul(word ^ (word >>> 15), factor)) | 0;
      factor = (factor + FACTOR_STEP) | 0;
    }
    for (let i = second; i < secondEnd; i += 4) {
      const word = view.getInt32(i, true) & keepMask(secondEnd - i < 4 ? secondEnd - i : 4);
      words[count++] = word;
      hash = (hash + Math.imul(word ^ (word >>> 15), factor)) | 0;
      factor = (factor + FACTOR_STEP) | 0;
    }
    this.count = count;
    this.length = 4 * count;
    this.hash = hash ^ (hash >>> 15);
  }

  /** Room for a text of so many bytes and the word that no text has none of. */
  #wordsFor(bytes: number): Int32Array {
    const needed = (bytes >>> 2) + 1;
    if (needed > this.words.length) this.words = new Int32Array(2 * needed);
    return this.words;
  }
}

/** Where the digits end that begin at `at`; `end` when they go on beyond it. */
function endOfDigits(view: DataView, at: number, end: number): number {
  for (let i = at; i < end; i += 4) {
    const others = nonDigits(view.getInt32(i, true));
    if (others === 0) continue;
    const after = i + lowestByte(others);
    return after < end ? after : end;
  }
  return end;
}
