import { ByteMemo, textOf } from "#kernel";
import type { LineBytes } from "./line-bytes.ts";
import { endOfPlain, keepMask } from "./words.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Distinct joints that are learned: many more than the fields there are, with several ways to space them. */
const JOINTS_MAX = 256;
/** A longer joint (a key of 50 letters, much space) is unusual. */
const JOINT_BYTES_MAX = 64;
const DOUBLES = JOINT_BYTES_MAX / 8;

/**
 * What a joint is, in one number, so that one look tells all: which one, its length in bytes, how the value after it is
 * read, and the code of its field + 1.
 */
const NUMBER_MASK = 0xff;
const LENGTH_SHIFT = 8;
const LENGTH_MASK = 0x7f;
const ACTION_SHIFT = 15;
const ACTION_MASK = 0xf;
const CODE_SHIFT = 19;

/** The joint before the first one. */
const LINE_START = 0;
/** The code of the joints that end an object. */
const LINE_END = -1;

/** Which field a joint leads to (a code ≥ 0), and how its value is read. */
export interface Field {
  readonly code: number;
  readonly action: number;
}

/**
 * What stands between two values of a JSON object, such as `","status":` or `{"at":"`, is a joint: the quote that
 * closes the value before, the comma, the key, the colon, and the quote that opens the value after it. Writers print
 * their fields in the same order line after line, so this remembers which joint followed which, and one comparison
 * finds the next key with everything around it. What is compared was checked as JSON when it was learned.
 */
export class Joints {
  readonly #fieldOf: (name: string, quoted: boolean) => Field | undefined;
  readonly #known = new ByteMemo(JOINTS_MAX);
  /** 1 for the joints that open a text. */
  readonly #opensText = new Uint8Array(JOINTS_MAX);
  /** Of each joint by its number: itself, and the one that followed it last. */
  readonly #joints = new Int32Array(JOINTS_MAX);
  readonly #next = new Int32Array(JOINTS_MAX);
  /** Of joints of less than eight bytes: two words, each with the mask of its bytes. */
  readonly #words = new Int32Array(JOINTS_MAX * 4);
  /** Of longer joints: their bytes, eight in each. */
  readonly #doubles = new Float64Array(JOINTS_MAX * DOUBLES);
  #count = 1;

  /** `fieldOf` is asked once for each joint: which field, and how to read it; undefined when that is unusual. */
  constructor(fieldOf: (name: string, quoted: boolean) => Field | undefined) {
    this.#fieldOf = fieldOf;
    // Until a joint was seen after another the guess is joint 0, which fits nothing: no masked byte is 1.
    this.#words[0] = 1;
  }

  lengthOf(joint: number): number {
    return (joint >> LENGTH_SHIFT) & LENGTH_MASK;
  }

  /** The code of the field that a joint leads to; negative when it ends the object. */
  codeOf(joint: number): number {
    return (joint >> CODE_SHIFT) - 1;
  }

  actionOf(joint: number): number {
    return (joint >> ACTION_SHIFT) & ACTION_MASK;
  }

  /** The joint at `at` after the joint `previous`; -1 when it is unusual. */
  follow(previous: number, line: LineBytes, at: number): number {
    const guess = this.#next[previous & NUMBER_MASK] as number;
    const length = this.lengthOf(guess);
    const fits = at + length <= line.end && this.#fits(guess, line.view, at, length);
    return fits ? guess : this.find(previous, line, at);
  }

  #fits(joint: number, view: DataView, at: number, length: number): boolean {
    if (length < 8) {
      const words = this.#words;
      const first = (joint & NUMBER_MASK) << 2;
      const low = (view.getInt32(at, true) & (words[first | 1] as number)) ^ (words[first] as number);
      const high = (view.getInt32(at + 4, true) & (words[first | 3] as number)) ^ (words[first | 2] as number);
      return (low | high) === 0;
    }
    // As numbers, eight bytes each; ASCII is never NaN nor zero, so equal numbers are equal bytes.
    const doubles = this.#doubles;
    const double = (joint & NUMBER_MASK) << 3;
    if (view.getFloat64(at, true) !== doubles[double]) return false;
    if (view.getFloat64(at + length - 8, true) !== doubles[double | 1]) return false;
    return length <= 16 || this.#fitsBetween(double, view, at, length);
  }

  /** Whether a joint of more than 16 bytes, whose first and last eight fit, fits in all of the others. */
  #fitsBetween(double: number, view: DataView, at: number, length: number): boolean {
    const doubles = this.#doubles;
    for (let i = 8; i < length - 8; i += 8) {
      if (view.getFloat64(at + Math.min(i, length - 16), true) !== doubles[double + 1 + (i >>> 3)]) return false;
    }
    return true;
  }

  /**
   * The joint at `at`, read as JSON: there is no guess yet, or a wrong one. A wrong guess may even fit: `"client":`
   * stands at the start of `"client":"`, so whoever meets a quote in place of a number asks again here.
   */
  find(previous: number, line: LineBytes, at: number): number {
    const { bytes, end } = line;
    const isFirst = previous === LINE_START;
    const isAfterText = this.#opensText[previous & NUMBER_MASK] === 1;
    if (isAfterText && bytes[at] !== QUOTE) return -1;
    const mark = isFirst ? at : skipSpace(bytes, isAfterText ? at + 1 : at, end);
    if (!isFirst && bytes[mark] === CLOSE) return this.#remember(previous, line, { at, to: mark + 1 });
    const open = skipSpace(bytes, mark + 1, end);
    if (bytes[mark] !== (isFirst ? OPEN : COMMA) || bytes[open] !== QUOTE) return -1;
    const close = endOfPlain(line.view, open + 1, end);
    const colon = skipSpace(bytes, close + 1, end);
    if (bytes[close] !== QUOTE || bytes[colon] !== COLON) return -1;
    const value = skipSpace(bytes, colon + 1, end);
    const quoted = bytes[value] === QUOTE;
    return this.#remember(previous, line, { at, to: quoted ? value + 1 : value, quoted, name: [open + 1, close] });
  }

  #remember(previous: number, line: LineBytes, found: Found): number {
    if (found.to > line.end) return -1;
    const known = this.#known.find(line.bytes, found.at, found.to);
    const number = known >= 0 ? known : this.#learn(line, found);
    if (number < 0) return -1;
    const joint = this.#joints[number] as number;
    this.#next[previous & NUMBER_MASK] = joint;
    return joint;
  }

  /** The number of a joint that is new; -1 when it is unusual. */
  #learn({ bytes, view }: LineBytes, { at, to, name, quoted = false }: Found): number {
    const length = to - at;
    const field = name === undefined ? END : this.#fieldOf(textOf(bytes, name[0], name[1]) ?? "", quoted);
    if (field === undefined || this.#count >= JOINTS_MAX || length > JOINT_BYTES_MAX) return -1;
    const number = this.#count++;
    this.#opensText[number] = Number(quoted);
    const low = keepMask(Math.min(4, length));
    const high = keepMask(Math.max(0, Math.min(4, length - 4)));
    this.#words.set([view.getInt32(at, true) & low, low, view.getInt32(at + 4, true) & high, high], 4 * number);
    this.#joints[number] =
      ((field.code + 1) << CODE_SHIFT) | (field.action << ACTION_SHIFT) | (length << LENGTH_SHIFT) | number;
    this.#learnDoubles(number * DOUBLES, view, at, length);
    this.#known.put(bytes, at, to, number);
    return number;
  }

  /** The first eight bytes, the last eight, then those between, which overlap the last so that no mask is needed. */
  #learnDoubles(double: number, view: DataView, at: number, length: number): void {
    if (length < 8) return;
    this.#doubles[double] = view.getFloat64(at, true);
    this.#doubles[double + 1] = view.getFloat64(at + length - 8, true);
    for (let i = 8; i < length - 8; i += 8) {
      this.#doubles[double + 1 + (i >>> 3)] = view.getFloat64(at + Math.min(i, length - 16), true);
    }
  }
}

/** A joint among bytes: [at, to), and where its key is; without a key it ends the object. */
interface Found {
  readonly at: number;
  readonly to: number;
  readonly quoted?: boolean;
  readonly name?: readonly [start: number, end: number];
}

const END: Field = { code: LINE_END, action: 0 };

/** Spaces and tabs only: other space in a line is unusual. */
function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && (bytes[i] === 0x20 || bytes[i] === 0x09)) i++;
  return i;
}
