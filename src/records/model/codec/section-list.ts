import type { ByteReader } from "./byte-reader.ts";
import { Section } from "./section.ts";

/** Gives back the bytes that were packed: `size` of them. `packed` may be several compressed pieces one after the other. */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/** The sections of a block that somebody wants, unpacked all at once: to set up a decompression costs more than to do one. */
export class SectionList {
  /** Those of the last block; the objects are used again. */
  readonly #sections: Section[] = [];
  #count = 0;
  #packed = new Uint8Array(0);

  /** Reads the sections up to `end`, and keeps the wanted ones. */
  read(reader: ByteReader, end: number, isWanted: (column: number) => boolean): void {
    this.#count = 0;
    while (reader.at < end) {
      const section = (this.#sections[this.#count] ??= new Section());
      section.read(reader);
      if (isWanted(section.column)) this.#count++;
    }
  }

  /** The sections that were read last, unpacked. */
  *unpacked(unpack: Unpack): Generator<Section> {
    const raw = this.#unpack(unpack);
    for (let index = 0, at = 0; index < this.#count; index++) {
      const section = this.#sections[index] as Section;
      if (section.packed) {
        section.unpacked = raw.subarray(at, at + section.size);
        at += section.size;
      }
      yield section;
    }
  }

  #unpack(unpack: Unpack): Uint8Array {
    let [packed, size] = [0, 0];
    for (let index = 0; index < this.#count; index++) {
      const section = this.#sections[index] as Section;
      if (!section.packed) continue;
      packed += section.stored.length;
      size += section.size;
    }
    if (packed === 0) return this.#packed;
    if (packed > this.#packed.length) this.#packed = new Uint8Array(2 * packed);
    for (let index = 0, at = 0; index < this.#count; index++) {
      const section = this.#sections[index] as Section;
      if (!section.packed) continue;
      this.#packed.set(section.stored, at);
      at += section.stored.length;
    }
    return unpack(this.#packed.subarray(0, packed), size);
  }
}
