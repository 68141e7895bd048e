/** Bytes of a frame's header. */
export const FRAME_HEADER_BYTES = 56;
/** The CRC is over all that follows it. */
export const FRAME_CRC_FROM = 12;
/** How each frame begins; the last digit is the version of the format. */
export const FRAME_MAGIC = "PLM1";
const MAGIC = 0x314d_4c50;
/** No writer makes a longer one; a damaged length must not make us allocate. */
const BODY_BYTES_MAX = 2 ** 30;

/** What stands before each frame: enough to index it without decoding it. */
export interface FrameHeader {
  /** Bytes behind the header: the head (names, batch ids), then blocks. */
  readonly bodyBytes: number;
  readonly headBytes: number;
  /** Of the header behind the CRC and the body. */
  readonly crc: number;
  /** The position of the frame in the log: 0, 1, 2 … */
  readonly sequence: number;
  /** How many records stand in the log before it. */
  readonly firstRow: number;
  readonly rows: number;
  /** The least and the greatest `at`; Infinity and −Infinity without rows. */
  readonly minAt: number;
  readonly maxAt: number;
  /** Which hundreds of statuses occur: bit 0 for 0–99 (no answer) … bit 9 for 900 and more. */
  readonly statuses: number;
}

/** Writes a header; the CRC is set with `writeCrc` when it is known. */
export function writeFrameHeader(header: Omit<FrameHeader, "crc">, view: DataView, at: number): void {
  view.setUint32(at, MAGIC, true);
  view.setUint32(at + 4, header.bodyBytes, true);
  view.setUint32(at + 8, 0, true);
  view.setUint32(at + 12, header.headBytes, true);
  view.setUint32(at + 16, header.rows, true);
  view.setUint32(at + 20, header.statuses, true);
  view.setFloat64(at + 24, header.sequence, true);
  view.setFloat64(at + 32, header.firstRow, true);
  view.setFloat64(at + 40, header.minAt, true);
  view.setFloat64(at + 48, header.maxAt, true);
}

/** Sets the CRC of a written header. */
export function writeFrameCrc(crc: number, view: DataView, at: number): void {
  view.setUint32(at + 8, crc, true);
}

/** The header at `at`; undefined when none begins there. */
export function readFrameHeader(view: DataView, at: number): FrameHeader | undefined {
  if (at + FRAME_HEADER_BYTES > view.byteLength || view.getUint32(at, true) !== MAGIC) return undefined;
  const bodyBytes = view.getUint32(at + 4, true);
  const headBytes = view.getUint32(at + 12, true);
  if (bodyBytes > BODY_BYTES_MAX || headBytes > bodyBytes) return undefined;
  return {
    bodyBytes,
    headBytes,
    crc: view.getUint32(at + 8, true),
    rows: view.getUint32(at + 16, true),
    statuses: view.getUint32(at + 20, true),
    sequence: view.getFloat64(at + 24, true),
    firstRow: view.getFloat64(at + 32, true),
    minAt: view.getFloat64(at + 40, true),
    maxAt: view.getFloat64(at + 48, true),
  };
}
