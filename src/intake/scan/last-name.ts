import { writeShort } from "./short-memo.ts";

/** What `writeShort` takes. */
const SHORT_BYTES = 16;
const SHORT_WORDS = 5;
/** No text has so many bytes. */
const NO_LENGTH = -1;

/** The name that came last, as bytes of a line, with its id: for a field that often has the same one again. */
export class LastName {
  id = 0;
  readonly #words = new Int32Array(SHORT_WORDS).fill(NO_LENGTH);
  readonly #asked = new Int32Array(SHORT_WORDS);

  /** Whether it is the plain name at [start, end), of which 16 bytes from `start` on can be read. */
  is(view: DataView, start: number, end: number): boolean {
    if (this.#words[0] !== end - start) return false;
    const words = this.#words;
    const asked = this.#asked;
    writeShort(view, start, end, asked, 0);
    const differs =
      ((words[1] as number) ^ (asked[1] as number)) |
      ((words[2] as number) ^ (asked[2] as number)) |
      ((words[3] as number) ^ (asked[3] as number)) |
      ((words[4] as number) ^ (asked[4] as number));
    return differs === 0;
  }

  /** A long name is not remembered. */
  become(view: DataView, start: number, end: number, id: number): void {
    if (end - start > SHORT_BYTES) return;
    writeShort(view, start, end, this.#words, 0);
    this.id = id;
  }

  forget(): void {
    this.#words[0] = NO_LENGTH;
  }
}
