import { LAST_CODE } from "./code-set.ts";
import type { PatternLetters } from "./pattern-letters.ts";

const CONTROL: ReadonlyMap<string, number> = new Map([
  ["a", 7],
  ["f", 12],
  ["t", 9],
  ["n", 10],
  ["r", 13],
  ["v", 11],
]);

/** The code point that `\…` means; the backslash is taken already. */
export function escapedCode(letters: PatternLetters): number {
  const start = letters.at - 1;
  const letter = letters.next();
  const control = CONTROL.get(letter);
  if (control !== undefined) return control;
  if (letter === "x") return hexadecimal(letters, start);
  if (isOctal(letter) && (letter === "0" || isOctal(letters.peek()))) return octal(letters, letter);
  if (letter >= "1" && letter <= "9") throw letters.fault("names a group again, which RE2 cannot. Write it out", start);
  if (letter === "") throw letters.fault("ends with a backslash. Write two of them for a backslash", start);
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x80 && !/[A-Za-z0-9]/.test(letter)) return code;
  throw letters.fault(`has \\${letter}, which RE2 does not know`, start);
}

function octal(letters: PatternLetters, first: string): number {
  let digits = first;
  while (digits.length < 3 && isOctal(letters.peek())) digits += letters.next();
  return Number.parseInt(digits, 8);
}

function isOctal(letter: string): boolean {
  return letter >= "0" && letter <= "7";
}

function hexadecimal(letters: PatternLetters, start: number): number {
  const digits = letters.take("{") ? letters.until("}") : letters.next() + letters.next();
  const code = /^[0-9A-Fa-f]{1,8}$/.test(digits ?? "") ? Number.parseInt(digits ?? "", 16) : Number.NaN;
  if (code <= LAST_CODE) return code;
  throw letters.fault("has a \\x without two hexadecimal digits, or {digits}, behind it", start);
}
