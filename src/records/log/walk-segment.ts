import type { FileHandle } from "node:fs/promises";
import { FRAME_HEADER_BYTES, readFrameHeader } from "../model/codec/frame-header.ts";
import type { BlockEntry } from "../model/block-table.ts";
import { findFrame, type FoundFrame, frameAt, viewOf } from "./find-frame.ts";
import { ReadBuffer } from "./segment.ts";

const WINDOW_BYTES = 2 ** 20;

type Stretch = Pick<BlockEntry, "offset" | "bytes">;

/** A stretch of a file that is not what was written. */
export interface Damage {
  readonly path: string;
  readonly offset: number;
  readonly bytes: number;
}

/** A file whose frames are walked, from its begin to `size`. */
export interface Walk {
  readonly path: string;
  readonly handle: FileHandle;
  readonly size: number;
  /** `base`: where bytes[0] stands in the file. The bytes are valid until the visit returns. */
  readonly visit: (frame: FoundFrame, bytes: Uint8Array, base: number) => void;
}

export interface Walked {
  /** Behind the last whole frame: what follows is a torn frame, or the end. */
  readonly end: number;
  /** What lay between whole frames and is none. */
  readonly damage: readonly Damage[];
}

/** Visits all whole frames of a file in order, checked; memory holds one window, or the rest of a damaged file. */
export async function walkSegment(walk: Walk): Promise<Walked> {
  const damage: Damage[] = [];
  const buffer = new ReadBuffer();
  const windowAt = (offset: number, bytes: number): Promise<Uint8Array> => readAt(walk, { offset, bytes }, buffer);
  let window = await windowAt(0, WINDOW_BYTES);
  let base = 0;
  let end = 0;
  while (end < walk.size) {
    const found = frameAt(window, end - base);
    if (found !== undefined) {
      walk.visit(found, window, base);
      end = base + found.end;
      continue;
    }
    const needed = bytesNeeded(window, end - base);
    if (end + needed <= walk.size && end - base + needed > window.length) {
      window = await windowAt(end, Math.max(needed, WINDOW_BYTES));
      base = end;
      continue;
    }
    window = await windowAt(end, walk.size - end);
    base = end;
    const next = findFrame(window, 1);
    if (next === undefined) break;
    damage.push({ path: walk.path, offset: end, bytes: next.start });
    end += next.start;
  }
  return { end, damage };
}

/** Bytes of the frame that seems to begin at `at`. */
function bytesNeeded(window: Uint8Array, at: number): number {
  const header = readFrameHeader(viewOf(window), at);
  return FRAME_HEADER_BYTES + (header?.bodyBytes ?? 0);
}

async function readAt({ handle, size }: Walk, wanted: Stretch, into: ReadBuffer): Promise<Uint8Array> {
  const bytes = Math.min(wanted.bytes, size - wanted.offset);
  const { bytesRead } = await handle.read(into.ofAtLeast(bytes), 0, bytes, wanted.offset);
  return into.ofAtLeast(bytes).subarray(0, bytesRead);
}
