import { DateTimeReader } from "./date-time-reader.ts";
import { type Field, Joints } from "./joints.ts";
import { endOfNull, endOfSimple, readMillis, readWhole } from "./json-bytes.ts";
import type { LineBytes } from "./line-bytes.ts";
import { endOfPlain } from "./words.ts";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Fields have a bit each in an int32. */
const CODES = 32;

/** How a value is read. Not exported one by one: the compiler folds a module's own constants into its code. */
const TEXT = 0;
const FULL_TEXT = 1;
const INSTANT = 2;
const WHOLE = 3;
const MILLIS = 4;
const NULL = 5;
const SIMPLE = 6;

/** How the value of a field is read (`Field.action`). */
export const READ_AS = {
  text: TEXT,
  /** Text of which "" is unusual. */
  fullText: FULL_TEXT,
  /** RFC 3339 in quotes, into `time`. */
  instant: INSTANT,
  /** A whole number, into `numbers`. */
  whole: WHOLE,
  /** Milliseconds as integer µs, into `numbers`. */
  millis: MILLIS,
  /** Nothing but null. */
  null: NULL,
  /** A number, true or false, of which only the bytes are known. */
  simple: SIMPLE,
} as const;

/**
 * The fields of a JSON object on a line, of which only ordinary ones are read: plain text, numbers without an exponent,
 * true, false and null, each field once. What they mean is for others to say.
 */
export class JsonFields {
  /** A bit for each field that was there. */
  seen = 0;
  /** A bit for each field that has a value: null and "" are none. */
  filled = 0;
  /** Of each field with a value where that starts and ends, without its quotes. */
  readonly spans = new Int32Array(2 * CODES);
  readonly numbers = new Float64Array(CODES);
  readonly time = new DateTimeReader();
  readonly #joints: Joints;
  readonly #repeatable: number;

  /** `fieldOf`: see `Joints`; its codes are 0 to 31. `repeatable` has a bit for each code that stands for several fields. */
  constructor(fieldOf: (name: string, quoted: boolean) => Field | undefined, repeatable = 0) {
    this.#joints = new Joints(fieldOf);
    this.#repeatable = repeatable;
  }

  /** Reads a line that is one object. Where the next line begins, or -1 when it is unusual; `isAhead`: its line need not end at line.end. */
  read(line: LineBytes, isAhead: boolean): number {
    const joints = this.#joints;
    const { bytes, view, end: lineEnd } = line;
    const spans = this.spans;
    let seen = 0;
    let filled = 0;
    let joint = 0;
    let at = line.start;
    for (;;) {
      const previous = joint;
      const jointAt = at;
      joint = joints.follow(previous, line, jointAt);
      if (joint < 0) return -1;
      const start = jointAt + joints.lengthOf(joint);
      const code = joints.codeOf(joint);
      if (code < 0) {
        this.seen = seen;
        this.filled = filled;
        return isAhead ? nextLine(bytes, start) : start === lineEnd ? start : -1;
      }
      const bit = 1 << code;
      if ((seen & bit) !== 0 && (bit & this.#repeatable) === 0) return -1;
      const action = joints.actionOf(joint);
      if (action <= FULL_TEXT) at = endOfPlain(view, start, lineEnd);
      else if (action === INSTANT) at = this.time.read(line, start);
      else at = this.#endOfNumber(action, line, start, code);
      if (at < 0) {
        const meetsText = bytes[start] === QUOTE;
        if (action === INSTANT || (meetsText && joints.find(previous, line, jointAt) < 0)) return -1;
        if (meetsText) {
          joint = previous;
          at = jointAt;
          continue;
        }
        // null means that the field is absent, as "" does, but for a full text: "" as a path is "/".
        at = endOfNull(bytes, start);
        if (at < 0) return -1;
      } else if (at > start) {
        filled |= bit;
        spans[2 * code] = start;
        spans[2 * code + 1] = at;
      } else if (action === FULL_TEXT) {
        return -1;
      }
      seen |= bit;
    }
  }

  #endOfNumber(action: number, line: LineBytes, at: number, code: number): number {
    if (action === WHOLE) return readWhole(line, at, this.numbers, code);
    if (action === MILLIS) return readMillis(line, at, this.numbers, code);
    return action === SIMPLE ? endOfSimple(line, at) : -1;
  }
}

/** Where the line after one that ends at `at` begins; -1 when it does not end there. */
function nextLine(bytes: Uint8Array, at: number): number {
  if (bytes[at] === LINE_FEED) return at + 1;
  return bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED ? at + 2 : -1;
}
