import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";
import { ByteReader } from "../model/codec/byte-reader.ts";
import type { ByteWriter } from "../model/codec/byte-writer.ts";
import { Section } from "../model/codec/section.ts";

/** Less than this does not become shorter. */
const PACKED_FROM_BYTES = 64;
const LEVEL = 3;

const compress = promisify(zstdCompress);

/** Writes a block again with each of its columns compressed by itself, so that a search decompresses what it asks for. */
export async function packBlock(block: Uint8Array, out: ByteWriter): Promise<void> {
  const reader = new ByteReader(block);
  const end = reader.u32() + reader.at;
  const start = out.take(4);
  out.u32(reader.u32());
  const section = new Section();
  while (reader.at < end) {
    section.read(reader);
    const packed = await packedOf(section.stored);
    if (packed === undefined) section.writeAsIs(out);
    else section.writePacked(packed, out);
  }
  out.view.setUint32(start, out.length - start - 4, true);
}

async function packedOf(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  if (bytes.length < PACKED_FROM_BYTES) return undefined;
  const packed = await compress(bytes, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
  return packed.length < bytes.length ? packed : undefined;
}
