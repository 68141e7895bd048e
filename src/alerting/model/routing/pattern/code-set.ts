/** Which characters stand at one place of a text. */
export interface CodeSet {
  /** Pairs of first and last code point. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Tests of properties of Unicode, each of one character and those that are alike to it. */
  readonly properties: readonly ((alike: readonly string[]) => boolean)[];
  readonly negated: boolean;
  /** Whether capitals and small letters are the same. */
  readonly fold: boolean;
}

/** Whether a code point belongs to a set. */
export function isIn({ ranges, properties, negated, fold }: CodeSet, code: number): boolean {
  const codes = fold ? alikeTo(code) : [code];
  const inRange = codes.some((one) => ranges.some(([from, to]) => one >= from && one <= to));
  if (inRange || properties.length === 0) return inRange !== negated;
  const alike = codes.map((one) => String.fromCodePoint(one));
  return properties.some((test) => test(alike)) !== negated;
}

/** The set of these ranges alone. */
export function codesOf(ranges: CodeSet["ranges"], fold = false): CodeSet {
  return { ranges, properties: [], negated: false, fold };
}

/** The names of `[[:name:]]` and of `\d`, `\s`, `\w`: ASCII only, as in RE2. */
export const NAMED_RANGES: ReadonlyMap<string, CodeSet["ranges"]> = new Map(
  Object.entries({
    alnum: "09AZaz",
    alpha: "AZaz",
    ascii: "\u0000\u007f",
    blank: "\t\t  ",
    cntrl: "\u0000\u001f\u007f\u007f",
    digit: "09",
    graph: "!~",
    lower: "az",
    print: " ~",
    punct: "!/:@[`{~",
    space: "\t\r  ",
    upper: "AZ",
    word: "09AZ__az",
    xdigit: "09AFaf",
    d: "09",
    s: "\t\n\f\r  ",
    w: "09AZ__az",
  }).map(([name, ends]) => [name, rangesOf(ends)]),
);

/** All code points that are in none of the ranges. */
export function without(ranges: CodeSet["ranges"]): CodeSet["ranges"] {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0]);
  const left: [number, number][] = [];
  let next = 0;
  for (const [from, to] of sorted) {
    if (from > next) left.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return next > LAST_CODE ? left : [...left, [next, LAST_CODE]];
}

/** The last code point of Unicode. */
export const LAST_CODE = 0x10_ff_ff;

/** A character in its small and its capital form; those whose other form has several letters stay as they are. */
function alikeTo(code: number): number[] {
  const letter = String.fromCodePoint(code);
  const small = oneCode(oneLetter(letter.toUpperCase(), letter).toLowerCase(), code);
  const smallLetter = String.fromCodePoint(small);
  return [code, small, oneCode(smallLetter.toUpperCase(), small), oneCode(letter.toLowerCase(), code)];
}

function oneLetter(text: string, otherwise: string): string {
  return [...text].length === 1 ? text : otherwise;
}

function oneCode(text: string, otherwise: number): number {
  return oneLetter(text, "") === "" ? otherwise : (text.codePointAt(0) ?? otherwise);
}

function rangesOf(ends: string): [number, number][] {
  const codes = [...ends].map((letter) => letter.codePointAt(0) ?? 0);
  return Array.from({ length: codes.length / 2 }, (_, at) => [codes[2 * at] ?? 0, codes[2 * at + 1] ?? 0]);
}
