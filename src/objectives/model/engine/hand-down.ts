import { CELL_MAX, clamped } from "./bucket.ts";
import { emptyOf, grownTo } from "./grown-to.ts";
import type { Level } from "./level.ts";
import type { ListShelf, PackedInto } from "./list-shelf.ts";
import type { Part } from "./part.ts";
import type { SlotList } from "./slot-list.ts";

/** Entries between two yields: well under a millisecond each. */
const SLICE = 4096;
/** Below this share of all rows, sorting those that have counts is faster than going through all. */
const SORTED_SHARE = 1 / 64;

/** Sums the lists of a fine step to one of a coarser step, in slices. Memory: 21 B a row. */
export class HandDown {
  /** Valid of row r at 2r, bad at 2r + 1. */
  #sums: Float64Array;
  #rows: Int32Array;
  #isListed: Uint8Array;
  /** Otherwise all of it is zero. */
  #isAdding = false;
  readonly #shelf: ListShelf;

  constructor(rows: number, shelf: ListShelf) {
    this.#shelf = shelf;
    this.#sums = new Float64Array(2 * rows);
    this.#rows = new Int32Array(rows);
    this.#isListed = new Uint8Array(rows);
  }

  grow(rows: number): void {
    if (rows === this.#rows.length) return;
    // Nothing is copied but sums under way: memory that is new costs time when it is written to.
    const grown = this.#isAdding ? grownTo : emptyOf;
    this.#sums = grown(this.#sums, 2 * rows);
    this.#rows = grown(this.#rows, rows);
    this.#isListed = grown(this.#isListed, rows);
  }

  /** Adds what is in `lists`, all of one step of the level, to its list that holds the first of them, and releases them. */
  *merge(lists: readonly SlotList[], into: Level): Generator<void, void> {
    const first = lists[0];
    if (first === undefined) return;
    yield* this.#addUp(lists, into.listOf(first.start), into.keptMs);
  }

  /** Packs a list of a level anew, sorted and in as few blocks as can be. */
  *pack(list: SlotList, { keptMs }: Level): Generator<void, void> {
    yield* this.#addUp([list.takeAll()], list, keptMs);
  }

  /** Packs what of a list is not packed yet. */
  *packOpen(list: SlotList, { keptMs }: Level): Generator<void, void> {
    yield* this.#addUp([list.takeOpen()], list, keptMs);
  }

  *#addUp(lists: readonly SlotList[], target: SlotList, keptMs: number): Generator<void, void> {
    const also = target.isScattered ? [target.takeAll()] : [];
    let count = 0;
    this.#isAdding = true;
    for (const list of [...lists, ...also]) {
      for (let index = 0; index < list.parts; index++) {
        count = this.#sum(list.part(index), count);
        yield;
      }
    }
    yield* this.#shelf.packs ? this.#emitPacked({ list: target, keptMs }, count) : this.#emit(target, count);
    this.#isAdding = false;
    for (const list of [...lists, ...also]) list.release();
  }

  #sum({ bucket, from, to }: Part, already: number): number {
    const isListed = this.#isListed;
    let count = already;
    for (let index = from; index < to; index++) {
      const row = bucket.rowAt(index);
      if (isListed[row] !== 0) continue;
      isListed[row] = 1;
      this.#rows[count++] = row;
    }
    bucket.addTo(this.#sums, from, to);
    return count;
  }

  *#emit(target: SlotList, count: number): Generator<void, void> {
    target.reserve(count);
    for (let index = 0; index < count; index++) {
      const row = this.#rows[index] as number;
      target.append(row, { valid: this.#sums[2 * row] as number, bad: this.#sums[2 * row + 1] as number });
      this.#forget(row);
      if ((index + 1) % SLICE === 0) yield;
    }
  }

  /** By row: few are sorted, of many the next one is looked for. */
  *#emitPacked(into: PackedInto, count: number): Generator<void, void> {
    const isFew = count < this.#isListed.length * SORTED_SHARE;
    const rows = isFew ? this.#rows.subarray(0, count).toSorted() : undefined;
    for (let index = 0, next = 0; index < count; index += SLICE) {
      const length = Math.min(SLICE, count - index);
      if (rows === undefined) next = this.#packFrom(next, length, into);
      else for (const row of rows.subarray(index, index + length)) this.#packRow(row, into);
      yield;
    }
    this.#shelf.flush(into);
  }

  /** Packs the first `count` rows that are listed from `start` on; gives where to look for the next one. */
  #packFrom(start: number, count: number, into: PackedInto): number {
    const isListed = this.#isListed;
    let row = start;
    for (let left = count; left > 0; row++) {
      if (isListed[row] === 0) continue;
      this.#packRow(row, into);
      left--;
    }
    return row;
  }

  /** What exceeds 31 bits goes into further entries. */
  #packRow(row: number, into: PackedInto): void {
    const { packer } = this.#shelf;
    let valid = this.#sums[2 * row] as number;
    let bad = this.#sums[2 * row + 1] as number;
    this.#forget(row);
    while (Math.abs(valid) > CELL_MAX || Math.abs(bad) > CELL_MAX) {
      packer.add(row, clamped(valid), clamped(bad));
      if (packer.isFull) this.#shelf.flush(into);
      valid -= clamped(valid);
      bad -= clamped(bad);
    }
    // What cancelled out need not be kept.
    if (valid === 0 && bad === 0) return;
    packer.add(row, valid, bad);
    if (packer.isFull) this.#shelf.flush(into);
  }

  #forget(row: number): void {
    this.#isListed[row] = 0;
    this.#sums[2 * row] = 0;
    this.#sums[2 * row + 1] = 0;
  }
}
