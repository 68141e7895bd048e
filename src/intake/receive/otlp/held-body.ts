/** Bytes that may be read behind the end of a body. */
const PADDING = 16;
const BYTES_FIRST = 32_768;
/** A buffer of so many bytes is kept for the next body; the rest is left to the garbage collector. */
const IDLE_BYTES_MAX = 1_048_576;
const IDLE_MAX = 8;

/** Room for bodies that are read whole, never more bytes than `bytesMax` at once. */
export class HeldBodies {
  readonly #bytesMax: number;
  readonly #idle: Uint8Array[] = [];
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** A buffer of at least so many bytes; undefined when there is no room. */
  take(bytes: number): Uint8Array | undefined {
    const idle = this.#idle.findLast(({ length }) => length >= bytes);
    const size = idle?.length ?? bytes;
    if (this.#bytes + size > this.#bytesMax) return undefined;
    this.#bytes += size;
    if (idle === undefined) return new Uint8Array(bytes);
    this.#idle.splice(this.#idle.indexOf(idle), 1);
    return idle;
  }

  give(buffer: Uint8Array): void {
    this.#bytes -= buffer.length;
    if (buffer.length <= IDLE_BYTES_MAX && this.#idle.length < IDLE_MAX) this.#idle.push(buffer);
  }
}

/** One body, as it comes in; some bytes can be read behind it. */
export class HeldBody {
  length = 0;
  readonly #bodies: HeldBodies;
  #buffer: Uint8Array | undefined;

  constructor(bodies: HeldBodies) {
    this.#bodies = bodies;
  }

  /** The bytes [0, length), and more. */
  get bytes(): Uint8Array {
    return this.#buffer ?? new Uint8Array(PADDING);
  }

  /** False when there is no room for more. */
  push(piece: Uint8Array): boolean {
    const needed = this.length + piece.length + PADDING;
    if (this.#buffer === undefined || needed > this.#buffer.length) {
      const larger = this.#bodies.take(Math.max(BYTES_FIRST, 2 * (this.#buffer?.length ?? 0), needed));
      if (larger === undefined) return false;
      larger.set(this.bytes.subarray(0, this.length));
      this.release();
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.length);
    this.length += piece.length;
    return true;
  }

  /** Gives the buffer back; nobody may read it afterwards. */
  release(): void {
    if (this.#buffer !== undefined) this.#bodies.give(this.#buffer);
    this.#buffer = undefined;
  }
}
