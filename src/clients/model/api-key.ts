import { crc32 } from "./crc32.ts";

/** What a key of ours says of itself. */
export interface ParsedKey {
  readonly environment: string;
  /** Eight letters by which it is looked up. They are no secret. */
  readonly lookup: string;
  /** 32 letters: 190 random bits. */
  readonly secret: string;
}

/** A new key, whole. */
export interface MadeKey extends ParsedKey {
  readonly text: string;
}

/** Gives n bytes that nobody can guess. */
export type Entropy = (bytes: number) => Uint8Array;

/** No key is longer; what is longer is not even looked at. */
export const KEY_TEXT_MAX = 512;
/** How each key of ours begins, so that scanners of leaked secrets find it. */
export const KEY_BEGINS = "plm_";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LOOKUP_LETTERS = 8;
const SECRET_LETTERS = 32;
const CHECK_LETTERS = 6;
/** Letters behind the environment, from the second underscore on. */
const REST_LETTERS = 1 + LOOKUP_LETTERS + 1 + SECRET_LETTERS + CHECK_LETTERS;
const ENVIRONMENT_LETTERS_MAX = 20;
const SHAPE = /^plm_[a-z0-9-]+_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}$/;

/**
 * Reads `plm_<environment>_<8 lookup>_<32 secret><6 check>`; undefined when it has another shape, or when its checksum
 * says that a letter is wrong. It costs no look at anything that is stored.
 */
export function parseKey(text: string): ParsedKey | undefined {
  const end = text.length - REST_LETTERS;
  const environmentLetters = end - KEY_BEGINS.length;
  if (environmentLetters < 1 || environmentLetters > ENVIRONMENT_LETTERS_MAX) return undefined;
  if (numberOf(text.slice(-CHECK_LETTERS)) !== crc32(text, text.length - CHECK_LETTERS)) return undefined;
  if (!SHAPE.test(text)) return undefined;
  const lookupAt = end + 1;
  const secretAt = lookupAt + LOOKUP_LETTERS + 1;
  return {
    environment: text.slice(KEY_BEGINS.length, end),
    lookup: text.slice(lookupAt, lookupAt + LOOKUP_LETTERS),
    secret: text.slice(secretAt, secretAt + SECRET_LETTERS),
  };
}

/** A new key of an environment (1 to 20 of a to z, 0 to 9 and -). */
export function makeKey(environment: string, entropy: Entropy): MadeKey {
  const lookup = randomLetters(LOOKUP_LETTERS, entropy);
  const secret = randomLetters(SECRET_LETTERS, entropy);
  const body = `${KEY_BEGINS}${environment}_${lookup}_${secret}`;
  return { environment, lookup, secret, text: `${body}${checkOf(body)}` };
}

/** CRC-32 of all before it, in base 62. It finds mistyped and cut keys; it protects from nobody. */
function checkOf(body: string): string {
  let rest = crc32(body, body.length);
  let text = "";
  for (let place = 0; place < CHECK_LETTERS; place++) {
    text = LETTERS.charAt(rest % LETTERS.length) + text;
    rest = Math.floor(rest / LETTERS.length);
  }
  return text;
}

/** The number that letters of base 62 are; NaN where one is none. */
function numberOf(letters: string): number {
  let sum = 0;
  for (let at = 0; at < letters.length; at++) sum = sum * LETTERS.length + digitOf(letters.charCodeAt(at));
  return sum;
}

function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 90) return code - 55;
  return code >= 97 && code <= 122 ? code - 61 : Number.NaN;
}

/** Each letter is as likely as any other: bytes that would favour the first ones are thrown away. */
function randomLetters(count: number, entropy: Entropy): string {
  const fair = 256 - (256 % LETTERS.length);
  let text = "";
  while (text.length < count) {
    for (const byte of entropy(count)) {
      if (byte < fair && text.length < count) text += LETTERS.charAt(byte % LETTERS.length);
    }
  }
  return text;
}
