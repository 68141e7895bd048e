import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";

/** How the payload of a section is to be read. Constants have none. */
export const CONSTANT = 0;
export const OFFSETS = 1;
export const DELTAS = 2;
export const FLOATS = 3;
export const TEXT = 4;
export const HEX = 5;

const PACKED = 0x80;
const NO_BYTES = new Uint8Array(0);

/**
 * One column of a block: which column it is, how it is encoded, and its bytes; possibly packed (compressed).
 * Read into an object that the caller keeps, so that a block costs no objects.
 */
export class Section {
  column = 0;
  encoding = CONSTANT;
  /** Bytes for each number. */
  width = 0;
  /** The least number of the column, or of its differences. */
  min = 0;
  packed = false;
  /** Bytes of the payload when it is not packed. */
  size = 0;
  /** As stored: a view. */
  stored: Uint8Array = NO_BYTES;
  /** What was packed, unpacked, once somebody did: a view. */
  unpacked: Uint8Array = NO_BYTES;

  /** The section at the reader's place, which moves behind it. */
  read(reader: ByteReader): void {
    this.column = reader.u8();
    const form = reader.u8();
    this.encoding = form & 7;
    this.width = (form >> 3) & 7;
    this.packed = form >= PACKED;
    this.min = reader.signed();
    const length = reader.varint();
    this.size = this.packed ? reader.varint() : length;
    this.stored = reader.raw(length);
  }

  /** The bytes of the column. */
  get payload(): Uint8Array {
    return this.packed ? this.unpacked : this.stored;
  }

  /** This section again, its payload packed. */
  writePacked(packed: Uint8Array, out: ByteWriter): void {
    this.#writeHead(out, PACKED, packed.length);
    out.varint(this.size);
    out.raw(packed);
  }

  writeAsIs(out: ByteWriter): void {
    this.#writeHead(out, 0, this.stored.length);
    out.raw(this.stored);
  }

  #writeHead(out: ByteWriter, flag: number, length: number): void {
    out.u8(this.column);
    out.u8(this.encoding | (this.width << 3) | flag);
    out.signed(this.min);
    out.varint(length);
  }
}

/** What begins a section; the payload follows it. */
export interface SectionHead {
  readonly column: number;
  readonly encoding: number;
  readonly width?: number;
  readonly min?: number;
  readonly length: number;
}

/** Begins a section and answers where its payload, for which room is made, begins. */
export function beginSection({ column, encoding, width = 0, min = 0, length }: SectionHead, out: ByteWriter): number {
  out.u8(column);
  out.u8(encoding | (width << 3));
  out.signed(min);
  out.varint(length);
  return out.take(length);
}
