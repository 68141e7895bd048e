import { floorTo, HOUR_MS, type Interval, type SaveReader, type SaveWriter } from "#kernel";
import { Bucket } from "../engine/bucket.ts";
import { Packer } from "../engine/packer.ts";
import { unpack } from "../engine/unpack.ts";
import type { SlotLists } from "../engine/slot-lists.ts";
import type { SliceVerdict } from "../engine/slices.ts";
import type { CountCells } from "../engine/walk.ts";
import { GRID_MS } from "../engine/windows.ts";

const SLOTS = HOUR_MS / GRID_MS;
/** Hours that take counts at once; what comes for another one makes the oldest of them close. */
const OPEN_MAX = 3;
/** For all: an hour is packed, or read, at once. */
const packer = new Packer();
const scratch = new Bucket(SLOTS);
/** Numbers that an hour is saved as. */
const SAVED_FIELDS = 6;

/** An hour that is packed; its sums stand beside. */
interface ClosedHour extends SliceVerdict {
  readonly handle: number;
  readonly bytes: number;
  readonly entries: number;
}

interface OpenHour {
  readonly valid: Float64Array;
  readonly bad: Float64Array;
}

/** What is counted in the slots of ten seconds of an interval, and how far the interval may be told coarsely. */
export interface PastSlots extends Interval {
  /** Hours that end at it or before may be one cell at their start. */
  readonly coarseUntil: number;
}

/**
 * The requests of one row by slots of ten seconds, for as long as its window is: exact, packed by the hour on a shelf.
 * Memory: some 100 B an hour, and 6 kB for each of three open ones.
 */
export class RowPast {
  readonly #lists: SlotLists;
  readonly #keptMs: number;
  readonly #closed = new Map<number, ClosedHour>();
  readonly #open = new Map<number, OpenHour>();
  /** What starts before this was forgotten. */
  forgottenUntil = Number.NEGATIVE_INFINITY;

  constructor(lists: SlotLists, keptMs: number) {
    this.#lists = lists;
    this.#keptMs = keptMs;
  }

  get isEmpty(): boolean {
    return this.#closed.size === 0 && this.#open.size === 0;
  }

  add(slot: number, { valid, bad }: SliceVerdict): void {
    if (slot < this.forgottenUntil) return;
    const start = floorTo(slot, HOUR_MS);
    const hour = this.#open.get(start) ?? this.#reopen(start);
    const place = (slot - start) / GRID_MS;
    hour.valid[place] = (hour.valid[place] as number) + valid;
    hour.bad[place] = (hour.bad[place] as number) + bad;
  }

  /** Requests in the slots that start in an interval. */
  sumIn({ from, to }: Interval): SliceVerdict {
    const { valid, bad } = this.cells({ from, to, coarseUntil: to }, 0);
    return { valid: sumOf(valid), bad: sumOf(bad) };
  }

  /** The slots in an interval as cells of a row, ascending. */
  cells({ from, to, coarseUntil }: PastSlots, row: number): CountCells {
    const slots: number[] = [];
    const valid: number[] = [];
    const bad: number[] = [];
    const take = (slot: number, counts: SliceVerdict): void => {
      if (slot < from || slot >= to || (counts.valid === 0 && counts.bad === 0)) return;
      slots.push(slot);
      valid.push(counts.valid);
      bad.push(counts.bad);
    };
    for (const start of this.#hoursIn(from, to)) {
      const sums = this.#closed.get(start);
      const isWhole = start >= from && start + HOUR_MS <= Math.min(to, coarseUntil);
      if (sums !== undefined && isWhole) take(start, sums);
      else this.#eachSlot(start, take);
    }
    return {
      slots: Float64Array.from(slots),
      rows: new Int32Array(slots.length).fill(row),
      valid: Float64Array.from(valid),
      bad: Float64Array.from(bad),
    };
  }

  /** Forgets what no window needs any more at `at`. */
  forget(at: number): void {
    this.forgottenUntil = Math.max(this.forgottenUntil, floorTo(at - this.#keptMs, HOUR_MS));
    for (const start of this.#closed.keys()) if (start < this.forgottenUntil) this.#release(start);
    for (const start of this.#open.keys()) if (start < this.forgottenUntil) this.#open.delete(start);
  }

  /** Gives back what lies on the shelf. */
  release(): void {
    for (const start of this.#closed.keys()) this.#release(start);
  }

  save(to: SaveWriter): void {
    for (const start of this.#open.keys()) this.#close(start);
    const flat = [...this.#closed].flatMap(([start, { valid, bad, handle, bytes, entries }]) => [
      start,
      valid,
      bad,
      handle,
      bytes,
      entries,
    ]);
    to.numbers("past", Float64Array.of(this.forgottenUntil, ...flat));
  }

  restore(from: SaveReader): void {
    const flat = from.float64("past");
    this.forgottenUntil = flat[0] as number;
    for (let at = 1; at < flat.length; at += SAVED_FIELDS) {
      const field = (index: number): number => flat[at + index] as number;
      const sums = { valid: field(1), bad: field(2) };
      this.#closed.set(field(0), { ...sums, handle: field(3), bytes: field(4), entries: field(5) });
    }
  }

  #hoursIn(from: number, to: number): number[] {
    return [...this.#closed.keys(), ...this.#open.keys()]
      .filter((start) => start + HOUR_MS > from && start < to)
      .toSorted((a, b) => a - b);
  }

  #eachSlot(start: number, take: (slot: number, counts: SliceVerdict) => void): void {
    const open = this.#open.get(start) ?? this.#read(start);
    for (let place = 0; place < SLOTS; place++) {
      take(start + place * GRID_MS, { valid: open.valid[place] as number, bad: open.bad[place] as number });
    }
  }

  #read(start: number): OpenHour {
    const hour = { valid: new Float64Array(SLOTS), bad: new Float64Array(SLOTS) };
    const closed = this.#closed.get(start);
    if (closed === undefined) return hour;
    unpack(this.#lists.read(closed.handle, closed.bytes), closed.entries, scratch);
    for (let index = 0; index < scratch.length; index++) {
      const place = scratch.rowAt(index);
      hour.valid[place] = (hour.valid[place] as number) + scratch.validAt(index);
      hour.bad[place] = (hour.bad[place] as number) + scratch.badAt(index);
    }
    return hour;
  }

  #reopen(start: number): OpenHour {
    const hour = this.#read(start);
    this.#release(start);
    this.#open.set(start, hour);
    const [oldest] = this.#open.keys();
    if (this.#open.size > OPEN_MAX && oldest !== undefined) this.#close(oldest);
    return hour;
  }

  /** No slot of ten seconds has 2^31 requests, so each is one entry. */
  #close(start: number): void {
    const { valid, bad } = this.#open.get(start) as OpenHour;
    this.#open.delete(start);
    valid.forEach((count, place) => {
      if (count !== 0 || bad[place] !== 0) packer.add(place, count, bad[place] as number);
    });
    const entries = packer.length;
    const block = packer.take();
    if (entries === 0) return;
    const sums = { valid: sumOf(valid), bad: sumOf(bad) };
    this.#closed.set(start, { ...sums, handle: this.#lists.append(block, this.#keptMs), bytes: block.length, entries });
  }

  #release(start: number): void {
    const closed = this.#closed.get(start);
    if (closed === undefined) return;
    this.#lists.release(closed.handle, closed.bytes);
    this.#closed.delete(start);
  }
}

function sumOf(counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
