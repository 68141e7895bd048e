import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { BlockTable } from "../model/block-table.ts";
import { ByteReader } from "../model/codec/byte-reader.ts";
import type { ByteWriter } from "../model/codec/byte-writer.ts";
import { decodeNames, encodeNames, NO_NAMES } from "../model/codec/names.ts";
import type { Dictionaries } from "../model/columns.ts";

/** "PLX1" */
const MAGIC = 0x3158_4c50;
/** At the very end: where the footer begins (f64), its CRC (u32), the magic (u32). */
const TRAILER_BYTES = 16;

/** What ends a compressed segment: the table of its blocks, and all names known when it was compressed. */
export interface Footer {
  readonly table: BlockTable;
  /** Bytes of names, for `restoreNames`. */
  readonly names: Uint8Array;
}

/** Writes a footer that begins at `offset` of the file. */
export function encodeFooter(
  table: BlockTable,
  names: Dictionaries,
  { out, offset }: { out: ByteWriter; offset: number },
): void {
  const start = out.length;
  const cells = table.cells();
  out.u32(cells.length);
  for (const cell of cells) out.f64(cell);
  encodeNames(names, NO_NAMES, out);
  const crc = crc32(out.bytes.subarray(start, out.length));
  out.f64(offset);
  out.u32(crc);
  out.u32(MAGIC);
}

/** The footer of a file of `size` bytes; undefined when it is not whole. */
export async function readFooter(handle: FileHandle, size: number): Promise<Footer | undefined> {
  if (size < TRAILER_BYTES) return undefined;
  const trailer = new ByteReader(await readAt(handle, size - TRAILER_BYTES, TRAILER_BYTES));
  const offset = trailer.f64();
  const crc = trailer.u32();
  if (trailer.u32() !== MAGIC || !(offset >= 0 && offset < size - TRAILER_BYTES)) return undefined;
  const bytes = await readAt(handle, offset, size - TRAILER_BYTES - offset);
  if (crc32(bytes) !== crc) return undefined;
  const reader = new ByteReader(bytes);
  const cells = Float64Array.from({ length: reader.u32() }, () => reader.f64());
  return { table: BlockTable.of(cells), names: bytes.subarray(reader.at) };
}

/** Puts back the names of a footer. */
export function restoreNames(footer: Footer, names: Dictionaries): void {
  decodeNames(new ByteReader(footer.names), names);
}

async function readAt(handle: FileHandle, offset: number, bytes: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  await handle.read(buffer, 0, bytes, offset);
  return buffer;
}
