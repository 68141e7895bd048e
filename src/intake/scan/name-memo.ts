import { type Dictionary, textOf } from "#kernel";
import type { LineBytes } from "./line-bytes.ts";
import { SHORT_BYTES, ShortMemo } from "./short-memo.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";

/** Plain names, as bytes of a line, → their ids in a dictionary, without making a string for one that is known. */
export class NameMemo {
  readonly #dictionary: Dictionary;
  readonly #rename: ((name: string) => string) | null;
  /** Most names are short. */
  readonly #short: ShortMemo;
  readonly #long: WordMemo;
  readonly #key = new WordKey();

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
    const known = this.#short.find(line.view, start, end);
    if (known >= 0) return known;
    const id = this.#newId(line, start, end);
    this.#short.put(id);
    return id;
  }

  #longIdAt(line: LineBytes, start: number, end: number): number {
    const key = this.#key;
    key.take(line.view, start, end);
    const known = this.#long.find(key);
    if (known >= 0) return known;
    const id = this.#newId(line, start, end);
    this.#long.put(key, id);
    return id;
  }

  #newId({ bytes }: LineBytes, start: number, end: number): number {
    const name = textOf(bytes, start, end) ?? "";
    return this.#dictionary.idOf(this.#rename?.(name) ?? name);
  }
}
