import { invariant } from "#kernel";
import type { SlotLists } from "./slot-lists.ts";

/** Closed slot lists, packed, in memory. */
export class MemorySlotLists implements SlotLists {
  readonly #blocks = new Map<number, Uint8Array>();
  #next = 1;

  append(bytes: Uint8Array): number {
    this.#blocks.set(this.#next, bytes.slice());
    return this.#next++;
  }

  read(handle: number): Uint8Array {
    const block = this.#blocks.get(handle);
    invariant(block !== undefined, `no list has the handle ${handle}`);
    return block;
  }

  release(handle: number): void {
    invariant(this.#blocks.delete(handle), `the list ${handle} was released before`);
  }

  /** How many blocks are kept. */
  get size(): number {
    return this.#blocks.size;
  }
}
