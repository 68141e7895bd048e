import { type Interval, MINUTE_MS, type SaveReader, type SaveWriter } from "#kernel";
import type { Dictionaries } from "#records";
import { BlameTally } from "../blame-tally.ts";
import type { RowPlace } from "../counts/row-counter.ts";
import { GRID_MS } from "../engine/windows.ts";
import type { Blame } from "../results.ts";
import { EntryTable } from "./entry-table.ts";

/** Fields of an entry, each 32 bits: 32 B in all. */
const SLOT = 0;
const SOURCE = 1;
const COLUMN = 2;
const CLIENT = 3;
const OPERATION = 4;
const STATUS = 5;
const RELEASE = 6;
const COUNT = 7;
const FIELDS = 8;
const KEY_FIELDS = 7;

const ENTRIES_FIRST = 1024;
/** Clocks of sources may be ahead by so much. */
const AHEAD_MS = 10 * MINUTE_MS;

/** Which bad requests are asked about. */
export interface BadQuery {
  /** Who counted them: the number of a generation of objectives. */
  readonly source: number;
  /** One, or those of the members of a composite. */
  readonly columns: readonly number[];
  /** Only of this client; undefined = of all. */
  readonly client?: number;
  readonly window: Interval;
}

/**
 * The latest bad requests, with what explains them: alike ones of one slot are one entry of 32 B. An alert asks who
 * burned the budget. Where more came than are kept, the oldest are forgotten, and an answer about them says so.
 */
export class BadRing {
  readonly #entriesMax: number;
  readonly #names: Dictionaries;
  readonly #open = new EntryTable(KEY_FIELDS);
  #entries = new Int32Array(ENTRIES_FIRST * FIELDS);
  /** How many entries there ever were. */
  #total = 0;
  /** Entries that were there at the end of each tick. */
  #marks: { readonly at: number; readonly total: number }[] = [];
  /** The last slot of which something was forgotten. */
  #forgottenSlot = Number.NEGATIVE_INFINITY;
  readonly #key = new Int32Array(KEY_FIELDS);

  /** `entriesMax`: a power of two. */
  constructor(names: Dictionaries, entriesMax: number) {
    this.#names = names;
    this.#entriesMax = entriesMax;
  }

  add({ columns, row, slot }: RowPlace, source: number, column: number): void {
    const key = this.#key;
    key[SLOT] = slot;
    key[SOURCE] = source;
    key[COLUMN] = column;
    key[CLIENT] = columns.client[row] as number;
    key[OPERATION] = columns.operation[row] as number;
    key[STATUS] = columns.status[row] as number;
    key[RELEASE] = columns.release[row] as number;
    const known = this.#open.find(key, this.#entries);
    if (known >= 0) {
      this.#entries[known + COUNT] = (this.#entries[known + COUNT] as number) + 1;
      return;
    }
    this.#push(key);
  }

  /** Says that a tick is over: what comes from now on is counted anew, so that an old entry is never looked for. */
  tick(at: number): void {
    this.#open.clear();
    this.#marks.push({ at, total: this.#total });
    const oldest = this.#total - this.#entries.length / FIELDS;
    const kept = this.#marks.findIndex(({ total }) => total >= oldest);
    // Seldom, as moving the list costs.
    if (kept > this.#marks.length / 2 && kept > ENTRIES_FIRST) this.#marks = this.#marks.slice(kept);
  }

  /** Who and what the bad requests of a window belong to, the largest first. */
  blame(query: BadQuery): Omit<Blame, "activeClients"> {
    const tally = new BlameTally();
    this.#each(query, (place) => {
      const entries = this.#entries;
      const [client, operation] = [entries[place + CLIENT] as number, entries[place + OPERATION] as number];
      const [status, release] = [entries[place + STATUS] as number, entries[place + RELEASE] as number];
      tally.add({ client, operation, status, release }, entries[place + COUNT] as number);
    });
    const isBounded = query.window.from <= this.#forgottenSlot * GRID_MS;
    return { ...tally.blame(this.#names), ...(isBounded ? { bounded: true } : {}) };
  }

  save(to: SaveWriter): void {
    const capacity = this.#entries.length / FIELDS;
    to.numbers("entries", this.#total < capacity ? this.#entries.subarray(0, this.#total * FIELDS) : this.#entries);
    to.numbers("counts", Float64Array.of(this.#total, this.#forgottenSlot, this.#entries.length));
    to.numbers("marks", Float64Array.from(this.#marks.flatMap(({ at, total }) => [at, total])));
  }

  /** Into a ring of the same size that is empty. */
  restore(from: SaveReader): void {
    const [total, forgottenSlot, length] = from.float64("counts");
    this.#total = total as number;
    this.#forgottenSlot = forgottenSlot as number;
    this.#entries = new Int32Array(length as number);
    this.#entries.set(from.int32("entries"));
    const marks = from.float64("marks");
    for (let i = 0; i < marks.length; i += 2) {
      this.#marks.push({ at: marks[i] as number, total: marks[i + 1] as number });
    }
  }

  #push(key: Int32Array): void {
    const capacity = this.#entries.length / FIELDS;
    if (this.#total >= capacity && capacity < this.#entriesMax) this.#grow();
    const place = (this.#total % (this.#entries.length / FIELDS)) * FIELDS;
    if (this.#total >= this.#entries.length / FIELDS) {
      this.#forgottenSlot = Math.max(this.#forgottenSlot, this.#entries[place + SLOT] as number);
      // All of the ring came in one tick.
      if (this.#open.size >= capacity) this.#open.clear();
    }
    this.#entries.set(key, place);
    this.#entries[place + COUNT] = 1;
    this.#open.add(place, this.#entries);
    this.#total++;
  }

  /** Only before anything was forgotten: entries then lie in the order in which they came. */
  #grow(): void {
    const larger = new Int32Array(this.#entries.length * 2);
    larger.set(this.#entries);
    this.#entries = larger;
  }

  #each({ source, columns, client, window }: BadQuery, take: (place: number) => void): void {
    const entries = this.#entries;
    const capacity = entries.length / FIELDS;
    const first = Math.max(0, this.#total - capacity, this.#cameUntil(window.from));
    const [from, to] = [window.from / GRID_MS, window.to / GRID_MS];
    for (let number = first; number < this.#total; number++) {
      const place = (number % capacity) * FIELDS;
      const slot = entries[place + SLOT] as number;
      if (slot < from || slot >= to || entries[place + SOURCE] !== source) continue;
      if (client !== undefined && entries[place + CLIENT] !== client) continue;
      if (columns.includes(entries[place + COLUMN] as number)) take(place);
    }
  }

  /** How many entries there were when `instant` was seen, or a little before: none of them is of a later slot. */
  #cameUntil(instant: number): number {
    return this.#marks.findLast(({ at }) => at <= instant - AHEAD_MS)?.total ?? 0;
  }
}
