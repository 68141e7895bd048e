import { crc32 } from "node:zlib";
import {
  FRAME_CRC_FROM,
  FRAME_HEADER_BYTES,
  FRAME_MAGIC,
  type FrameHeader,
  readFrameHeader,
} from "../model/codec/frame-header.ts";

/** A whole frame whose CRC is right, at bytes[start, end). */
export interface FoundFrame {
  readonly header: FrameHeader;
  readonly start: number;
  readonly end: number;
}

/** The frame that begins at `start`; undefined when there is none, or it is not whole, or its CRC is wrong. */
export function frameAt(bytes: Uint8Array, start: number): FoundFrame | undefined {
  const header = readFrameHeader(viewOf(bytes), start);
  if (header === undefined) return undefined;
  const end = start + FRAME_HEADER_BYTES + header.bodyBytes;
  if (end > bytes.length || crcOf(bytes, start, end) !== header.crc) return undefined;
  return { header, start, end };
}

/** The first whole frame that begins at `from` or behind. */
export function findFrame(bytes: Uint8Array, from: number): FoundFrame | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(FRAME_MAGIC, from); at >= 0; at = buffer.indexOf(FRAME_MAGIC, at + 1)) {
    const found = frameAt(bytes, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The CRC of a frame: of its body, then of its header behind the CRC, since a header is known last when it is written. */
export function crcOf(bytes: Uint8Array, start: number, end: number): number {
  return headerCrc(bytes, start, crc32(bytes.subarray(start + FRAME_HEADER_BYTES, end)));
}

/** The CRC of a header behind the CRC, going on from that of its body. */
export function headerCrc(bytes: Uint8Array, start: number, bodyCrc: number): number {
  return crc32(bytes.subarray(start + FRAME_CRC_FROM, start + FRAME_HEADER_BYTES), bodyCrc);
}

/** A view of just these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
