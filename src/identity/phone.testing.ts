import { codeOf, stepOf } from "./actions/one-time-code.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What a phone shows that has read the secret of a second factor; `now` in epoch ms. */
export function codeAt(secret: string, now: number): string {
  return codeOf(secretBytes(secret), stepOf(now));
}

/** RFC 4648, as a phone reads it. */
export function secretBytes(secret: string): Buffer {
  const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
