import { type Dictionary, textOf } from "#kernel";
import type { LineBytes } from "./line-bytes.ts";
import { WordKey } from "./word-key.ts";
import { WordMemo } from "./word-memo.ts";
import { keepMask } from "./words.ts";

/** A name of so few bytes is two words. */
const SHORT_BYTES = 8;

/** Plain names, as bytes of a line, → their ids in a dictionary, without making a string for one that is known. */
export class NameMemo {
  readonly #dictionary: Dictionary;
  readonly #rename: ((name: string) => string) | null;
  readonly #memo: WordMemo;
  readonly #key = new WordKey();
  /** The last short name, as two words and its length in bytes, and its id. No name has less than no bytes. */
  readonly #last = Int32Array.of(0, 0, -1, -1);

  /** Remembers at most `capacity` names at once. `rename`: what the dictionary gets in the place of a name. */
  constructor(dictionary: Dictionary, capacity: number, rename: ((name: string) => string) | null = null) {
    this.#dictionary = dictionary;
    this.#rename = rename;
    this.#memo = new WordMemo(capacity);
  }

  /** The id of the name at [start, end), made when new. */
  idAt(line: LineBytes, start: number, end: number): number {
    const key = this.#key;
    key.take(line.view, start, end);
    const known = this.#memo.find(key);
    if (known >= 0) return known;
    const name = textOf(line.bytes, start, end) ?? "";
    const id = this.#dictionary.idOf(this.#rename?.(name) ?? name);
    this.#memo.put(key, id);
    return id;
  }

  /** The same, for a name that most records have in common with the one before. */
  repeatedIdAt(line: LineBytes, start: number, end: number): number {
    const { view } = line;
    const length = end - start;
    if (length > SHORT_BYTES) return this.idAt(line, start, end);
    const low = view.getInt32(start, true) & keepMask(Math.min(4, length));
    const high = view.getInt32(start + 4, true) & keepMask(Math.max(0, length - 4));
    const last = this.#last;
    if (low === last[0] && high === last[1] && length === last[2]) return last[3] as number;
    const id = this.idAt(line, start, end);
    last.set([low, high, length, id]);
    return id;
  }
}
