import { zstdDecompressSync } from "node:zlib";
import { BlockCodec, BLOCK_ROWS, type Wanted } from "../model/codec/block.ts";
import { ByteReader } from "../model/codec/byte-reader.ts";
import { decodeFrameHead, type FrameHead } from "../model/codec/frame-head.ts";
import { FRAME_HEADER_BYTES } from "../model/codec/frame-header.ts";
import { type Dictionaries, RecordColumns } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import type { LogPosition } from "./durable-frame.ts";
import type { FoundFrame } from "./find-frame.ts";

/** Rows of a frame, and how many records stand in the log before them. */
export interface DecodedPage {
  readonly columns: RecordColumns;
  readonly firstRow: number;
}

/** Reads checked frames, page by page into the same columns. */
export class FrameDecoder {
  readonly #codec = new BlockCodec();
  readonly #columns: RecordColumns;

  constructor(wide: readonly WideField[]) {
    this.#columns = new RecordColumns(BLOCK_ROWS, wide);
  }

  /** The pages of a frame: each is valid until the next one is asked for. */
  *pages({ header, start, end }: FoundFrame, bytes: Uint8Array, wanted?: Wanted): Generator<DecodedPage> {
    const reader = new ByteReader(bytes, start + FRAME_HEADER_BYTES + header.headBytes);
    let firstRow = header.firstRow;
    while (reader.at < end && header.rows > 0) {
      this.#codec.decode(reader, this.#columns, wanted === undefined ? { unpack } : { unpack, wanted });
      yield { columns: this.#columns, firstRow };
      firstRow += this.#columns.length;
    }
  }
}

/** Behind the last frame that ends with this one. */
export function nextOf({ header }: FoundFrame, { pieces, goesOn }: FrameHead): LogPosition {
  return header.sequence + pieces.length - (goesOn ? 1 : 0);
}

/** The head of a frame; its names are put back. */
export function frameHeadOf({ start }: FoundFrame, bytes: Uint8Array, names: Dictionaries): FrameHead {
  return decodeFrameHead(new ByteReader(bytes, start + FRAME_HEADER_BYTES), names);
}

function unpack(packed: Uint8Array, size: number): Uint8Array {
  // One buffer of the right size: without it, zlib makes many small ones.
  return zstdDecompressSync(packed, { chunkSize: Math.max(64, size), maxOutputLength: size });
}
