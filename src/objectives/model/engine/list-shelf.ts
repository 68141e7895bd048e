import { invariant } from "#kernel";
import { Bucket } from "./bucket.ts";
import { BLOCK_ENTRIES, Packer } from "./packer.ts";
import { unpack } from "./unpack.ts";
import type { Part } from "./part.ts";
import type { SlotLists } from "./slot-lists.ts";

/** 200 kB: longer lists are made anew. */
const SPARE_ENTRIES_MAX = 4 * BLOCK_ENTRIES;

/** A list that takes blocks, and about how long it keeps them. */
export interface PackedInto {
  readonly list: { readonly addBlock: (handle: number, bytes: number, entries: number) => void };
  readonly keptMs: number;
}

/** Packs closed lists and reads them back, block by block; without a place for them it keeps nothing. */
export class ListShelf {
  readonly #lists: SlotLists | undefined;
  /** Takes the entries of the list that is being packed. */
  readonly packer = new Packer();
  readonly #scratch = new Bucket(BLOCK_ENTRIES);
  /** Of a list that was packed: the next one is about as long. */
  #spare: Bucket | undefined;
  readonly #part: Part = { bucket: this.#scratch, from: 0, to: 0 };

  constructor(lists: SlotLists | undefined) {
    this.#lists = lists;
  }

  /** An empty one, with room for about so many entries. */
  bucket(entries: number): Bucket {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare ?? new Bucket(entries);
  }

  /** Takes back a bucket that nobody reads any more. */
  recycle(bucket: Bucket): void {
    if (bucket.capacity > SPARE_ENTRIES_MAX) return;
    bucket.length = 0;
    this.#spare = bucket;
  }

  /** Whether closed lists are to be packed. */
  get packs(): boolean {
    return this.#lists !== undefined;
  }

  /** Puts what was packed for a list on the shelf: when the packer is full, and at the end. */
  flush({ list, keptMs }: PackedInto): void {
    const entries = this.packer.length;
    if (entries === 0) return;
    const block = this.packer.take();
    list.addBlock(this.#found.append(block, keptMs), block.length, entries);
  }

  read(handle: number, bytes: number, entries: number): Part {
    unpack(this.#found.read(handle, bytes), entries, this.#scratch);
    this.#part.to = this.#scratch.length;
    return this.#part;
  }

  release(handle: number, bytes: number): void {
    this.#lists?.release(handle, bytes);
  }

  get #found(): SlotLists {
    invariant(this.#lists !== undefined, "no place for slot lists was given");
    return this.#lists;
  }
}
