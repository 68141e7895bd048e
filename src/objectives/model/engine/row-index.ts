const ENTRIES_FIRST = 16;

/** Rows by the id of a client: open addressing, as a map of so many numbers grows in long steps. Memory: 16 B a row and more. */
export class RowIndex {
  /** Client + 1 and row of each entry in turn; 0 = none. */
  #entries = new Int32Array(2 * ENTRIES_FIRST);
  size = 0;

  /** −1 when there is none. */
  find(client: number): number {
    const entries = this.#entries;
    const place = placeOf(entries, client);
    return entries[place] === 0 ? -1 : (entries[place + 1] as number);
  }

  /** Adds a client of which `find` knows nothing. */
  add(client: number, row: number): void {
    if (4 * ++this.size > this.#entries.length) this.#grow();
    put(this.#entries, client, row);
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.#entries.length);
    for (let place = 0; place < this.#entries.length; place += 2) {
      const key = this.#entries[place] as number;
      if (key !== 0) put(larger, key - 1, this.#entries[place + 1] as number);
    }
    this.#entries = larger;
  }
}

function put(entries: Int32Array, client: number, row: number): void {
  const place = placeOf(entries, client);
  entries[place] = client + 1;
  entries[place + 1] = row;
}

/** Where a client stands, or would. */
function placeOf(entries: Int32Array, client: number): number {
  const mask = entries.length / 2 - 1;
  let place = Math.imul(client, 0x9e3779b1) >>> 7;
  while (entries[2 * (place & mask)] !== 0 && entries[2 * (place & mask)] !== client + 1) place++;
  return 2 * (place & mask);
}
