/** Hexadecimal digits that nobody can guess, many at once: asking for each of them alone would cost more. */
export class FreshHex {
  readonly #entropy: (bytes: number) => Buffer;
  #digits = "";
  #at = 0;

  constructor(entropy: (bytes: number) => Buffer) {
    this.#entropy = entropy;
  }

  /** So many digits, 64 at most. */
  take(digits: number): string {
    if (this.#at + digits > this.#digits.length) {
      this.#digits = this.#entropy(BYTES).toString("hex");
      this.#at = 0;
    }
    const from = this.#at;
    this.#at += digits;
    return this.#digits.slice(from, this.#at);
  }
}

const BYTES = 2_048;
