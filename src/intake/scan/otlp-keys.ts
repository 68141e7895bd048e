import { ATTRIBUTES } from "../model/otlp/attributes.ts";
import { keepMask, PADDING } from "./words.ts";

const SLOTS = 256;
const SHIFT = 24;
/** Tries of multipliers that hash all names apart; the first thousand have always held some. */
const TRIES_MAX = 100_000;

/**
 * Names of attributes → their codes (`ATTRIBUTES`). A name is looked for by its length, its first and its last four bytes, in a table
 * in which no two of ours meet, and compared with the one that is there: most attributes are none of ours, and of those
 * most end at an empty place.
 */
export class OtlpKeys {
  readonly #codes = new Int8Array(SLOTS).fill(-1);
  readonly #lengths = new Int32Array(ATTRIBUTES.length);
  /** By code, where its words begin. */
  readonly #starts = new Int32Array(ATTRIBUTES.length);
  readonly #words: Int32Array;
  readonly #factor: number;

  constructor() {
    const texts = ATTRIBUTES.map((name) => viewOf(name));
    const words: number[] = [];
    for (const [code, name] of ATTRIBUTES.entries()) {
      this.#lengths[code] = name.length;
      this.#starts[code] = words.length;
      for (let at = 0; at < name.length; at += 4) {
        words.push((texts[code] as DataView).getInt32(at, true) & keepMask(Math.min(4, name.length - at)));
      }
    }
    this.#words = Int32Array.from(words);
    this.#factor = this.#spread(texts);
  }

  /** The code of the name at [start, start + length), at least four bytes long; -1 when it is not read. */
  find(view: DataView, start: number, length: number): number {
    const code = this.#codes[slotOf(view, start, length, this.#factor)] as number;
    if (code < 0 || this.#lengths[code] !== length) return -1;
    const words = this.#words;
    let word = this.#starts[code] as number;
    let at = start;
    const last = start + length - 4;
    for (; at < last; at += 4) if (view.getInt32(at, true) !== words[word++]) return -1;
    return (view.getInt32(at, true) & keepMask(last + 4 - at)) === words[word] ? code : -1;
  }

  #spread(texts: readonly DataView[]): number {
    for (let factor = 0x2c1b3c6d, tries = 0; tries < TRIES_MAX; factor = (factor + 0x3d4d51c2) | 1, tries++) {
      this.#codes.fill(-1);
      const isApart = ATTRIBUTES.every((name, code) => {
        const slot = slotOf(texts[code] as DataView, 0, name.length, factor);
        if (this.#codes[slot] !== -1) return false;
        this.#codes[slot] = code;
        return true;
      });
      if (isApart) return factor;
    }
    throw new Error("no multiplier keeps the names of attributes apart");
  }
}

function slotOf(view: DataView, start: number, length: number, factor: number): number {
  const ends = view.getInt32(start + length - 4, true) ^ Math.imul(view.getInt32(start, true), 0x297a2d39);
  return Math.imul((ends ^ (ends >>> 15)) + length, factor) >>> SHIFT;
}

function viewOf(name: string): DataView {
  return new DataView(new TextEncoder().encode(name.padEnd(name.length + PADDING)).buffer);
}
