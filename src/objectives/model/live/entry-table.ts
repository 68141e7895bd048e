const SLOTS_FIRST = 1024;

/** Finds an entry in an array of integers by the first few of its fields: open addressing over the places of entries. */
export class EntryTable {
  readonly #keyFields: number;
  /** Place + 1 of an entry, or 0. */
  #slots = new Int32Array(SLOTS_FIRST);
  #count = 0;

  constructor(keyFields: number) {
    this.#keyFields = keyFields;
  }

  /** Where the entry with this key begins; -1 when there is none. */
  find(key: Int32Array, entries: Int32Array): number {
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash(key, 0) & mask; ; slot = (slot + 1) & mask) {
      const place = (this.#slots[slot] as number) - 1;
      if (place < 0) return -1;
      if (this.#equals(key, entries, place)) return place;
    }
  }

  /** Adds the entry that begins at `place`, of which `find` knows nothing. */
  add(place: number, entries: Int32Array): void {
    if (2 * ++this.#count > this.#slots.length) this.#grow(entries);
    this.#link(place, entries);
  }

  get size(): number {
    return this.#count;
  }

  clear(): void {
    if (this.#count === 0) return;
    this.#slots.fill(0);
    this.#count = 0;
  }

  #equals(key: Int32Array, entries: Int32Array, place: number): boolean {
    for (let field = 0; field < this.#keyFields; field++) if (entries[place + field] !== key[field]) return false;
    return true;
  }

  #link(place: number, entries: Int32Array): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(entries, place) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = place + 1;
  }

  #grow(entries: Int32Array): void {
    const places = this.#slots.filter((slot) => slot > 0);
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (const place of places) this.#link(place - 1, entries);
  }

  #hash(entries: Int32Array, place: number): number {
    let hash = 0;
    for (let field = 0; field < this.#keyFields; field++) {
      hash = Math.imul(hash ^ (entries[place + field] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash >>> 1;
  }
}
