import { constants, crc32, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { narrowArray, type RowColumn, type RowColumns } from "../model/row-columns.ts";
import { PART_ROWS_MAX } from "../model/scanned-rows.ts";

/** What the rows of a block are. `totals` are cells summed over their clients. */
export const CONTENT = { cells: 0, totals: 1, ofApi: 2, ofOperation: 3, ofClient: 4, ofUpstream: 5 } as const;
export type Content = (typeof CONTENT)[keyof typeof CONTENT];

/** What the head of a block tells of its rows; both ends of a range are included. */
export interface BlockHead {
  readonly content: Content;
  readonly api: number;
  readonly rows: number;
  readonly times: readonly [first: number, last: number];
  /** Clients of cells; operations or clients of durations. */
  readonly ids: readonly [least: number, most: number];
  /** Bytes that follow the head. */
  readonly bodyBytes: number;
}

/** Bytes of a head. */
export const HEAD_BYTES = 48;
/** The most rows of a block, so that a reader who wants one client skips the others. */
export const BLOCK_ROWS_MAX = PART_ROWS_MAX;

const MAGIC = 0x31_43_4c_50;
const BODY_BYTES_MAX = 16 * 1024 * 1024;
/** What zstd writes at once: several blocks. */
const CHUNK_BYTES = 256 * 1024;
const COMPRESSION = { [constants.ZSTD_c_compressionLevel]: 1 };

/**
 * Head (magic, content, API, rows, times, ids, length and checksum of the body, checksum of the head), then the
 * body: zstd of the columns, each a byte of width, eight of base, and the offsets, little-endian.
 */
export function blockBytes(head: Omit<BlockHead, "rows" | "bodyBytes">, rows: RowColumns): Buffer {
  const raw = Buffer.concat(rows.columns.flatMap(columnParts));
  // Told the length, zstd makes its tables for that: a third of the time for a block of this size.
  const body = zstdCompressSync(raw, { params: COMPRESSION, pledgedSrcSize: raw.length });
  const bytes = Buffer.alloc(HEAD_BYTES + body.length);
  const fields = [
    MAGIC,
    head.content,
    head.api,
    rows.rows,
    ...head.times,
    ...head.ids,
    body.length,
    crc32(body) | 0,
    rows.columns.length,
  ];
  for (const [index, field] of fields.entries()) bytes.writeInt32LE(field, index * 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, HEAD_BYTES - 4)), HEAD_BYTES - 4);
  body.copy(bytes, HEAD_BYTES);
  return bytes;
}

/** The head in `bytes[0, HEAD_BYTES)`; undefined when it is none, or not what was written. */
export function headOf(bytes: Buffer): BlockHead | undefined {
  if (bytes.length < HEAD_BYTES || bytes.readInt32LE(0) !== MAGIC) return undefined;
  if (crc32(bytes.subarray(0, HEAD_BYTES - 4)) !== bytes.readUInt32LE(HEAD_BYTES - 4)) return undefined;
  const field = (index: number): number => bytes.readInt32LE(index * 4);
  return {
    content: field(1) as Content,
    api: field(2),
    rows: field(3),
    times: [field(4), field(5)],
    ids: [field(6), field(7)],
    bodyBytes: field(8),
  };
}

/**
 * The rows of several blocks; undefined for one whose body is not what was written. All bodies are handed to zstd at
 * once, as frames one after the other: a call takes longer than a block.
 */
export function rowsOfBlocks(blocks: readonly Buffer[]): (RowColumns | undefined)[] {
  const bodies = blocks.map(bodyOf);
  const whole = bodies.filter((body) => body !== undefined);
  if (whole.length === 0) return bodies.map(() => undefined);
  const maxOutputLength = BODY_BYTES_MAX * whole.length;
  const raw = zstdDecompressSync(Buffer.concat(whole), { maxOutputLength, chunkSize: CHUNK_BYTES });
  let at = 0;
  return blocks.map((block, index) => {
    if (bodies[index] === undefined) return undefined;
    const rows = block.readInt32LE(12);
    const columns: RowColumn[] = [];
    for (let column = block.readInt32LE(40); column > 0; column--) {
      const width = raw[at] ?? 0;
      const base = raw.readDoubleLE(at + 1);
      at += 9;
      columns.push({ base, offsets: offsetsOf(raw.subarray(at, at + width * rows), width) });
      at += width * rows;
    }
    return { rows, columns };
  });
}

function bodyOf(block: Buffer): Buffer | undefined {
  const head = headOf(block);
  if (head === undefined || block.length < HEAD_BYTES + head.bodyBytes) return undefined;
  const body = block.subarray(HEAD_BYTES, HEAD_BYTES + head.bodyBytes);
  return (crc32(body) | 0) === block.readInt32LE(36) ? body : undefined;
}

/** Bytes that rows take in memory. */
export function memoryOf(rows: RowColumns): number {
  return rows.columns.reduce((sum, { offsets }) => sum + 64 + (offsets?.byteLength ?? 0), 0);
}

function columnParts({ base, offsets }: RowColumn): Buffer[] {
  const head = Buffer.alloc(9);
  head[0] = offsets?.BYTES_PER_ELEMENT ?? 0;
  head.writeDoubleLE(base, 1);
  return offsets === null ? [head] : [head, Buffer.from(offsets.buffer, offsets.byteOffset, offsets.byteLength)];
}

function offsetsOf(bytes: Buffer, width: number): RowColumn["offsets"] {
  const offsets = narrowArray(width, width === 0 ? 0 : bytes.length / width);
  // A copy: what lies in a body need not be aligned.
  if (offsets !== null) new Uint8Array(offsets.buffer).set(bytes);
  return offsets;
}
