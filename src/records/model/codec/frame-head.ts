import type { BatchId } from "../batch-id.ts";
import type { Dictionaries } from "../columns.ts";
import { decodeBatchIds, encodeBatchIds } from "./batch-ids.ts";
import type { ByteReader } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { decodeNames, encodeNames, type NameCounts } from "./names.ts";

/** A frame as it was appended, or what of it lies in one block of a compressed segment. */
export interface FramePiece {
  readonly rows: number;
  readonly batchIds: readonly BatchId[];
  /** When it was written, by the clock of the server; epoch ms. */
  readonly writtenAt: number;
}

/** What stands between the header of a frame and its rows. */
export interface FrameHead {
  /** One for each appended frame, with ascending sequence numbers from the header's on. */
  readonly pieces: readonly FramePiece[];
  /** The last of them is continued in the next block. */
  readonly goesOn: boolean;
}

/** Names that came since `known`. */
export interface FreshNames {
  readonly names: Dictionaries;
  readonly known: NameCounts;
}

/** Writes names, then pieces. */
export function encodeFrameHead({ pieces, goesOn }: FrameHead, fresh: FreshNames, out: ByteWriter): void {
  encodeNames(fresh.names, fresh.known, out);
  out.varint(pieces.length);
  out.u8(goesOn ? 1 : 0);
  for (const { rows, batchIds, writtenAt } of pieces) {
    out.varint(rows);
    out.f64(writtenAt);
    encodeBatchIds(batchIds, out);
  }
}

/** Reads a head; its names are put back into `names`. */
export function decodeFrameHead(reader: ByteReader, names: Dictionaries): FrameHead {
  decodeNames(reader, names);
  const count = reader.varint();
  const goesOn = reader.u8() === 1;
  const pieces = Array.from({ length: count }, () => ({
    rows: reader.varint(),
    writtenAt: reader.f64(),
    batchIds: decodeBatchIds(reader),
  }));
  return { pieces, goesOn };
}
