import { type Dictionary, textOf } from "#kernel";
import type { LineBytes } from "./line-bytes.ts";
import { ShortMemo, writeShort } from "./short-memo.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";

/** What a `ShortMemo` takes. Not imported: the compiler folds a module's own constant into its code. */
const SHORT_BYTES = 16;
const SHORT_WORDS = 5;

/** Plain names, as bytes of a line, → their ids in a dictionary, without making a string for one that is known. */
export class NameMemo {
  readonly #dictionary: Dictionary;
  readonly #rename: ((name: string) => string) | null;
  /** Most names are short. */
  readonly #short: ShortMemo;
  readonly #long: WordMemo;
  readonly #key = new WordKey();
  readonly #words = new Int32Array(SHORT_WORDS);

  /** Remembers at most `capacity` short names and as many long ones at once. `rename`: what the dictionary gets in the place of a name. */
  constructor(dictionary: Dictionary, capacity: number, rename: ((name: string) => string) | null = null) {
    this.#dictionary = dictionary;
    this.#rename = rename;
    this.#short = new ShortMemo(capacity);
    this.#long = new WordMemo(capacity);
  }

  /** The id of the name at [start, end), made when new. */
  idAt(line: LineBytes, start: number, end: number): number {
    if (end - start > SHORT_BYTES) return this.#longIdAt(line, start, end);
    const known = this.#short.findAt(line.view, start, end);
    if (known >= 0) return known;
    writeShort(line.view, start, end, this.#words, 0);
    return this.#learnShort(this.#words, 0);
  }

  /** Begins the look for the name that `writeShort` wrote at `from`, which goes on in `idOfSought`; uses words[from + 5]. */
  seekShort(words: Int32Array, from: number): void {
    this.#short.seek(words, from);
  }

  /** The id of a name that was sought, made when new. */
  idOfSought(words: Int32Array, from: number): number {
    const known = this.#short.findSought(words, from);
    return known >= 0 ? known : this.#learnShort(words, from);
  }

  #learnShort(words: Int32Array, from: number): number {
    const id = this.#newId(shortText(words, from));
    this.#short.put(words, from, id);
    return id;
  }

  #longIdAt(line: LineBytes, start: number, end: number): number {
    const key = this.#key;
    key.take(line.view, start, end);
    const known = this.#long.find(key);
    if (known >= 0) return known;
    const id = this.#newId(textOf(line.bytes, start, end) ?? "");
    this.#long.put(key, id);
    return id;
  }

  #newId(name: string): number {
    return this.#dictionary.idOf(this.#rename?.(name) ?? name);
  }
}

/** The plain text that `writeShort` wrote. */
function shortText(words: Int32Array, from: number): string {
  const bytes = Array.from(
    { length: words[from] as number },
    (_, i) => ((words[from + 1 + (i >>> 2)] as number) >>> (8 * (i & 3))) & 0xff,
  );
  return String.fromCharCode(...bytes);
}
