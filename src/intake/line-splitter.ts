/** A longer line is not a record of any log that we know; it is dropped as `tooLong` without being kept. */
export const LINE_BYTES_MAX = 65_536;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const NOTHING = new Uint8Array(0);
/** Room for the beginning of a usual line. */
const CARRY_FIRST_BYTES = 1_024;

/** What is done with each line: bytes[start, end), without its line end. The bytes are not kept afterwards. */
export interface LineTaker {
  line(bytes: Uint8Array, start: number, end: number): void;
  /**
   * Takes the line that begins at bytes[start] and has at most LINE_BYTES_MAX bytes if it sees by itself where that
   * ends; returns where the next line begins, or -1, and nothing is done. Absent: the end is always found first.
   */
  ahead?(bytes: Uint8Array, start: number): number;
  /** A line of more than LINE_BYTES_MAX bytes went by. */
  tooLong(): void;
}

/**
 * Cuts chunks of bytes into lines at line feeds. Only a line that spans two chunks is copied; memory stays at
 * LINE_BYTES_MAX however long a line is. Blank lines are handed on like all others.
 */
export class LineSplitter {
  readonly #taker: LineTaker;
  /** Made for the first line that spans two chunks, and as large as lines are: each body on its way has one. */
  #carry = NOTHING;
  #carried = 0;
  #overlong = false;

  constructor(taker: LineTaker) {
    this.#taker = taker;
  }

  push(chunk: Buffer): void {
    let start = this.#finishCarried(chunk);
    if (start < 0) return;
    for (;;) {
      start = this.#takeAhead(chunk, start);
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      if (end - start > LINE_BYTES_MAX) this.#taker.tooLong();
      else this.#take(chunk, start, end);
      start = end + 1;
    }
    this.#keep(chunk, start);
  }

  /** The input has ended: a last line without a line feed counts as a line. */
  end(): void {
    if (this.#overlong) this.#taker.tooLong();
    else if (this.#carried > 0) this.#take(this.#carry, 0, this.#carried);
    this.#overlong = false;
    this.#carried = 0;
  }

  /** Where the first line begins that is not taken ahead. */
  #takeAhead(chunk: Buffer, from: number): number {
    const taker = this.#taker;
    if (taker.ahead === undefined) return from;
    let start = from;
    for (let next = from; next >= 0; next = taker.ahead(chunk, start)) start = next;
    return start;
  }

  /** Ends the line that earlier chunks began; where the next one starts, or -1 when this chunk does not end it. */
  #finishCarried(chunk: Buffer): number {
    if (this.#carried === 0 && !this.#overlong) return 0;
    const end = chunk.indexOf(LINE_FEED);
    this.#keep(end < 0 ? chunk : chunk.subarray(0, end), 0);
    if (end < 0) return -1;
    this.end();
    return end + 1;
  }

  #keep(chunk: Uint8Array, start: number): void {
    const length = chunk.length - start;
    if (this.#carried + length > LINE_BYTES_MAX) this.#overlong = true;
    if (this.#overlong || length === 0) return;
    if (this.#carried + length > this.#carry.length) this.#growCarry(this.#carried + length);
    this.#carry.set(chunk.subarray(start), this.#carried);
    this.#carried += length;
  }

  #growCarry(least: number): void {
    const larger = new Uint8Array(Math.max(CARRY_FIRST_BYTES, 2 * least));
    larger.set(this.#carry.subarray(0, this.#carried));
    this.#carry = larger;
  }

  #take(bytes: Uint8Array, start: number, end: number): void {
    const withoutReturn = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    this.#taker.line(bytes, start, withoutReturn);
  }
}
