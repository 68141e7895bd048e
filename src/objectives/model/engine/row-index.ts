const ENTRIES_FIRST = 16;
/** Places that are moved to a larger table with each client that comes: two would do. */
const MOVED_AT_ONCE = 4;

/**
 * Numbers by the id of a client: open addressing, as a map of so many numbers grows in long steps. This one moves to a
 * larger table a few places at a time. Memory: 16 B a client and more.
 */
export class RowIndex {
  /** Client + 1 and number of each entry in turn; 0 = none. */
  #entries = new Int32Array(2 * ENTRIES_FIRST);
  /** The table before, as long as not all of it was moved; what was moved is still there. */
  #before: Int32Array | undefined;
  #moved = 0;
  size = 0;

  /** −1 when there is none. */
  find(client: number): number {
    const found = numberIn(this.#entries, client);
    return found < 0 && this.#before !== undefined ? numberIn(this.#before, client) : found;
  }

  /** Adds a client of which `find` knows nothing. */
  add(client: number, number: number): void {
    if (4 * ++this.size > this.#entries.length) this.#grow();
    put(this.#entries, client, number);
    if (this.#before !== undefined) this.#move(this.#before, MOVED_AT_ONCE);
  }

  #grow(): void {
    if (this.#before !== undefined) this.#move(this.#before, this.#before.length);
    this.#before = this.#entries;
    this.#moved = 0;
    this.#entries = new Int32Array(2 * this.#entries.length);
  }

  #move(before: Int32Array, places: number): void {
    const until = Math.min(before.length, this.#moved + 2 * places);
    for (let place = this.#moved; place < until; place += 2) {
      const key = before[place] as number;
      if (key !== 0) put(this.#entries, key - 1, before[place + 1] as number);
    }
    this.#moved = until;
    if (until === before.length) this.#before = undefined;
  }
}

function numberIn(entries: Int32Array, client: number): number {
  const place = placeOf(entries, client);
  return entries[place] === 0 ? -1 : (entries[place + 1] as number);
}

function put(entries: Int32Array, client: number, number: number): void {
  const place = placeOf(entries, client);
  entries[place] = client + 1;
  entries[place + 1] = number;
}

/** Where a client stands, or would. */
function placeOf(entries: Int32Array, client: number): number {
  const mask = entries.length / 2 - 1;
  let place = Math.imul(client, 0x9e3779b1) >>> 7;
  while (entries[2 * (place & mask)] !== 0 && entries[2 * (place & mask)] !== client + 1) place++;
  return 2 * (place & mask);
}
