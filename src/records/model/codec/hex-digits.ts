const DIGITS = "0123456789abcdef";
/** Beyond every byte: two characters of which one is no digit. */
const NO_DIGITS = 256;

/** Lower-case hex digits ↔ half as many bytes, two digits at a time, by table. */
export class HexDigits {
  /** The byte behind two digits, by both character codes as a little-endian word; NO_DIGITS for anything else. */
  readonly #values = new Uint16Array(65_536).fill(NO_DIGITS);
  readonly #words = new Uint16Array(256);

  constructor() {
    for (let value = 0; value < 256; value++) {
      const word = DIGITS.charCodeAt(value >> 4) | (DIGITS.charCodeAt(value & 15) << 8);
      this.#words[value] = word;
      this.#values[word] = value;
    }
  }

  /**
   * Writes an even number of digits to out[at …), two a byte. False when there is anything but digits: then what was
   * written means nothing.
   */
  pack(digits: Uint8Array, out: Uint8Array, at: number): boolean {
    const values = this.#values;
    const count = digits.length >> 1;
    let seen = 0;
    for (let i = 0; i < count; i++) {
      const value = values[(digits[2 * i] as number) | ((digits[2 * i + 1] as number) << 8)] as number;
      seen |= value;
      out[at + i] = value;
    }
    return seen < NO_DIGITS;
  }

  unpack(bytes: Uint8Array, digits: Uint8Array): void {
    const words = this.#words;
    const count = bytes.length;
    for (let i = 0; i < count; i++) {
      const word = words[bytes[i] as number] as number;
      digits[2 * i] = word & 255;
      digits[2 * i + 1] = word >> 8;
    }
  }
}
