import type { Bucket } from "./bucket.ts";
import type { ListShelf } from "./list-shelf.ts";
import type { Part } from "./part.ts";
import type { SliceVerdict } from "./slices.ts";
import { BLOCK_ENTRIES } from "./packer.ts";

/** What a block is known by. */
const FIELDS = 3;
/** So many blocks more than needed are borne before a list is packed anew. */
const EXTRA_BLOCKS_MAX = 8;

/** The counts of one slot: blocks on a shelf, and what came since, unpacked. */
export class SlotList {
  readonly start: number;
  #length = 0;
  readonly #shelf: ListShelf;
  /** Handle, bytes and entries of each block. */
  #blocks: number[];
  #open: Bucket | undefined;

  constructor(start: number, shelf: ListShelf, blocks: number[] = []) {
    this.start = start;
    this.#shelf = shelf;
    this.#blocks = blocks;
    for (let i = 2; i < blocks.length; i += FIELDS) this.#length += blocks[i] as number;
  }

  /** How many entries there are. */
  get length(): number {
    return this.#length;
  }

  get blocks(): readonly number[] {
    return this.#blocks;
  }

  get open(): Bucket | undefined {
    return this.#open;
  }

  /** Whether its blocks are many and small. */
  get isScattered(): boolean {
    return this.#blocks.length / FIELDS > Math.ceil(this.#length / BLOCK_ENTRIES) + EXTRA_BLOCKS_MAX;
  }

  /** Makes room for so many entries, before the first one comes. */
  reserve(entries: number): void {
    this.#open ??= this.#shelf.bucket(entries);
  }

  append(row: number, { valid, bad }: SliceVerdict): void {
    const open = (this.#open ??= this.#shelf.bucket(1));
    const before = open.length;
    open.append(row, valid, bad);
    this.#length += open.length - before;
  }

  addBlock(handle: number, bytes: number, entries: number): void {
    this.#blocks.push(handle, bytes, entries);
    this.#length += entries;
  }

  /** In how many parts it is read: 4096 entries each at most. */
  get parts(): number {
    return this.#blocks.length / FIELDS + Math.ceil((this.#open?.length ?? 0) / BLOCK_ENTRIES);
  }

  part(index: number): Part {
    const at = index * FIELDS;
    if (at < this.#blocks.length) {
      return this.#shelf.read(
        this.#blocks[at] as number,
        this.#blocks[at + 1] as number,
        this.#blocks[at + 2] as number,
      );
    }
    const from = (index - this.#blocks.length / FIELDS) * BLOCK_ENTRIES;
    const bucket = this.#open as Bucket;
    return { bucket, from, to: Math.min(bucket.length, from + BLOCK_ENTRIES) };
  }

  /** Into a list of which nothing is open: what `Bucket.cells` gave. */
  restoreOpen(cells: Int32Array): void {
    const entries = cells.length / FIELDS;
    this.#open = this.#shelf.bucket(entries);
    this.#open.refill(entries).set(cells);
    this.#length += entries;
  }

  /** Takes all out, into a list that is released when it was read. */
  takeAll(): SlotList {
    const taken = new SlotList(this.start, this.#shelf, this.#blocks);
    taken.#open = this.#open;
    taken.#length = this.#length;
    this.#blocks = [];
    this.#open = undefined;
    this.#length = 0;
    return taken;
  }

  /** Takes out what is not packed. */
  takeOpen(): SlotList {
    const taken = new SlotList(this.start, this.#shelf);
    taken.#open = this.#open;
    taken.#length = this.#open?.length ?? 0;
    this.#length -= taken.#length;
    this.#open = undefined;
    return taken;
  }

  /** Nobody will read it again. */
  release(): void {
    for (let at = 0; at < this.#blocks.length; at += FIELDS) {
      this.#shelf.release(this.#blocks[at] as number, this.#blocks[at + 1] as number);
    }
    if (this.#open !== undefined) this.#shelf.recycle(this.#open);
    this.#blocks = [];
    this.#open = undefined;
    this.#length = 0;
  }
}
