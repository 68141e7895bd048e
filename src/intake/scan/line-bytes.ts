import { PADDING } from "./words.ts";

/** The longest line that is copied to give it padding. Longer ones at the very end of a chunk are unusual. */
const COPY_MAX_BYTES = 65_536;

/** One line among bytes, with a view for reading words: PADDING bytes beyond `end` can be read. */
export class LineBytes {
  /** Always a plain Uint8Array: code that also meets Buffers checks at every byte which of the two it has. */
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  start = 0;
  end = 0;
  #source: Uint8Array = this.bytes;
  readonly #copy = new Uint8Array(COPY_MAX_BYTES + PADDING);

  /** Takes the line source[start, end); copies it when it lies too near to the end of `source`. */
  take(source: Uint8Array, start: number, end: number): boolean {
    if (end + PADDING <= source.length) return this.#point(source, start, end);
    if (end - start > COPY_MAX_BYTES || end > source.length) return false;
    this.#copy.set(source.subarray(start, end));
    return this.#point(this.#copy, 0, end - start);
  }

  /** Takes a line of less than 65,536 bytes that begins at `start`, without knowing where it ends; false when too little comes after it. */
  takeAhead(source: Uint8Array, start: number): boolean {
    const end = Math.min(source.length - PADDING, start + COPY_MAX_BYTES - 1);
    return start < end && this.#point(source, start, end);
  }

  #point(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes !== this.#source) {
      this.#source = bytes;
      this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.start = start;
    this.end = end;
    return true;
  }
}
