import { invariant } from "#kernel";
import { Bucket } from "./bucket.ts";
import { BLOCK_ENTRIES, Packer } from "./packer.ts";
import { unpack } from "./unpack.ts";
import type { Part } from "./part.ts";
import type { SlotLists } from "./slot-lists.ts";

/** A list that takes blocks. */
interface BlockList {
  readonly addBlock: (handle: number, bytes: number, entries: number) => void;
}

/** Packs closed lists and reads them back, block by block; without a place for them it keeps nothing. */
export class ListShelf {
  readonly #lists: SlotLists | undefined;
  readonly #packer = new Packer();
  readonly #scratch = new Bucket(BLOCK_ENTRIES);
  readonly #part: Part = { bucket: this.#scratch, from: 0, to: 0 };

  constructor(lists: SlotLists | undefined) {
    this.#lists = lists;
  }

  /** Whether closed lists are to be packed. */
  get packs(): boolean {
    return this.#lists !== undefined;
  }

  /** Adds an entry to the block being packed for a list; a full block goes to the shelf. Rows ascend. */
  pack(list: BlockList, [row, valid, bad]: readonly [row: number, valid: number, bad: number], keptMs: number): void {
    this.#packer.add(row, valid, bad);
    if (this.#packer.isFull) this.flush(list, keptMs);
  }

  /** Puts what is left of a list's last block on the shelf. */
  flush(list: BlockList, keptMs: number): void {
    const entries = this.#packer.length;
    if (entries === 0) return;
    const block = this.#packer.take();
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
