const DIGITS = "0123456789abcdef";
const NO_DIGIT = 255;

/** Lower-case hex digits ↔ half as many bytes, by table. */
export class HexDigits {
  /** The value of a digit, by its character code. */
  readonly #values = new Uint8Array(256).fill(NO_DIGIT);
  readonly #codes = new Uint8Array(16);

  constructor() {
    for (let value = 0; value < 16; value++) {
      this.#codes[value] = DIGITS.charCodeAt(value);
      this.#values[DIGITS.charCodeAt(value)] = value;
    }
  }

  /** Whether there is nothing but digits. */
  areAll(bytes: Uint8Array): boolean {
    let seen = 0;
    for (const byte of bytes) seen |= this.#values[byte] as number;
    return seen < 16;
  }

  /** Two digits a byte, written to out[at …). */
  pack(digits: Uint8Array, out: Uint8Array, at: number): void {
    for (let i = 0; i < digits.length; i += 2) {
      const high = this.#values[digits[i] as number] as number;
      out[at + (i >> 1)] = (high << 4) | (this.#values[digits[i + 1] as number] as number);
    }
  }

  unpack(bytes: Uint8Array, digits: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      digits[2 * i] = this.#codes[byte >> 4] as number;
      digits[2 * i + 1] = this.#codes[byte & 15] as number;
    }
  }
}
