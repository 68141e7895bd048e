import { invariant } from "./invariant.ts";

/** What everything beyond a dictionary's capacity is counted under. */
export const OTHER = "__other__";
/** Stands where the name of an API is looked for, of what concerns Plimsoll itself and so all APIs. No API is called so. */
export const ITSELF = "__plimsoll__";
/** In place of a name that a damaged log no longer tells. */
const LOST = "__lost__";
/** Characters of a name unless the owner says otherwise. */
const NAME_CHARACTERS_MAX = 512;

/** A power of two. Many a memo holds a handful of names; it doubles as they come. */
const ENTRIES_FIRST = 16;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Names → small integers, looked up by their UTF-8 bytes without making a string. Bounded: the first
 * `capacity` names get an id of their own; later ones, and those that are too long, share that of `__other__`.
 */
export class Dictionary {
  readonly names: string[] = [];
  /** Some name came when there was no room left; some name was too long. */
  overfull = false;
  metLongName = false;
  readonly #capacity: number;
  readonly #charactersMax: number;
  readonly #ids = new Map<string, number>();
  readonly #memo: ByteMemo;

  constructor(capacity: number, charactersMax = NAME_CHARACTERS_MAX) {
    this.#capacity = capacity;
    this.#charactersMax = charactersMax;
    this.#memo = new ByteMemo(capacity);
  }

  /** The id of a name, made when new. */
  idOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    if (name !== OTHER && !this.#hasRoomFor(name)) return this.idOf(OTHER);
    this.#ids.set(name, this.names.length);
    // A lone surrogate cannot be printed as UTF-8, and JSON that holds one is refused by others.
    return this.names.push(name.toWellFormed()) - 1;
  }

  /** The id of a name that is known. */
  findId(name: string): number | undefined {
    return this.#ids.get(name);
  }

  /** The id of the name whose UTF-8 is bytes[start, end); -1 when that is not valid UTF-8. */
  idOfBytes(bytes: Uint8Array, start: number, end: number): number {
    const hit = this.#memo.find(bytes, start, end);
    if (hit >= 0) return hit;
    const name = textOf(bytes, start, end);
    if (name === undefined) return -1;
    const id = this.idOf(name);
    if (!this.#memo.full) this.#memo.put(bytes, start, end, id);
    return id;
  }

  /**
   * Puts a name back at the id that it had, in ascending order of the ids; one that is there is left alone. Ids that
   * are jumped over stay taken: their names are lost, and no other may get them.
   */
  restore(id: number, name: string): void {
    for (let lost = this.names.length; lost < id; lost++) this.names.push(LOST);
    if (id < this.names.length) return;
    this.names.push(name);
    if (!this.#ids.has(name)) this.#ids.set(name, id);
  }

  #hasRoomFor(name: string): boolean {
    if (name.length > this.#charactersMax) this.metLongName = true;
    else if (this.names.length >= this.#capacity) this.overfull = true;
    else return true;
    return false;
  }

  nameOf(id: number): string {
    const name = this.names[id];
    invariant(name !== undefined, `no name has the id ${id}`);
    return name;
  }
}

/** bytes[start, end) as text; undefined when it is not valid UTF-8. */
export function textOf(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}

/**
 * Remembers an integer for each of at most `capacity` byte strings: open addressing over one byte arena.
 * `put` on a full memo forgets everything first, so it is a cache, never a leak.
 */
export class ByteMemo {
  readonly #capacity: number;
  #slots: Int32Array;
  #hashes: Int32Array;
  #starts: Float64Array;
  #values: Int32Array;
  #arena: Uint8Array;
  #used = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#slots = new Int32Array(2 * ENTRIES_FIRST).fill(-1);
    this.#hashes = new Int32Array(ENTRIES_FIRST);
    this.#starts = new Float64Array(ENTRIES_FIRST + 1);
    this.#values = new Int32Array(ENTRIES_FIRST);
    this.#arena = new Uint8Array(ENTRIES_FIRST * 16);
  }

  get full(): boolean {
    return this.#count >= this.#capacity;
  }

  /** The remembered value, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] as number;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash && this.#equals(entry, bytes, start, end)) return this.#values[entry] as number;
    }
  }

  /** Remembers a value ≥ 0 for bytes that `find` does not know. */
  put(bytes: Uint8Array, start: number, end: number, value: number): void {
    if (this.full) this.#forget();
    this.#reserve(end - start);
    const entry = this.#count++;
    this.#arena.set(bytes.subarray(start, end), this.#used);
    this.#used += end - start;
    this.#starts[entry + 1] = this.#used;
    this.#values[entry] = value;
    this.#hashes[entry] = hashOf(bytes, start, end);
    this.#link(entry);
  }

  #equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#starts[entry] as number;
    if ((this.#starts[entry + 1] as number) - at !== end - start) return false;
    for (let i = start; i < end; i++) if (bytes[i] !== this.#arena[at++]) return false;
    return true;
  }

  #link(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#hashes[entry] as number) & mask;
    while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry;
  }

  #reserve(size: number): void {
    if (this.#used + size > this.#arena.length) {
      const arena = new Uint8Array(Math.max(this.#arena.length * 2, this.#used + size));
      arena.set(this.#arena);
      this.#arena = arena;
    }
    if (this.#count < this.#values.length) return;
    this.#values = grown(this.#values);
    this.#hashes = grown(this.#hashes);
    const starts = new Float64Array(this.#values.length + 1);
    starts.set(this.#starts);
    this.#starts = starts;
    this.#slots = new Int32Array(this.#values.length * 2).fill(-1);
    for (let entry = 0; entry < this.#count; entry++) this.#link(entry);
  }

  #forget(): void {
    this.#slots.fill(-1);
    this.#used = 0;
    this.#count = 0;
  }
}

/** FNV-1a over the bytes, with a final mix so that the low bits are as good as the high ones. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 12);
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
