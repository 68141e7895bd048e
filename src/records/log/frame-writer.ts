import { join } from "node:path";
import { crc32 } from "node:zlib";
import { type Clock, Refusal, stopwatchMs } from "#kernel";
import { BlockCodec } from "../model/codec/block.ts";
import { ByteWriter } from "../model/codec/byte-writer.ts";
import { FRAME_HEADER_BYTES, writeFrameCrc, writeFrameHeader } from "../model/codec/frame-header.ts";
import { encodeFrameHead } from "../model/codec/frame-head.ts";
import { countsOf, type NameCounts, NO_NAMES } from "../model/codec/names.ts";
import type { Dictionaries } from "../model/columns.ts";
import { summaryOf } from "../model/summary.ts";
import type { BlockEntry } from "../model/block-table.ts";
import { headerCrc } from "./find-frame.ts";
import type { LogFile, LogFiles } from "./log-files.ts";
import type { LogLimits } from "./log-limits.ts";
import type { OpenFrame } from "./open-frame.ts";
import { Segment, segmentName } from "./segment.ts";

/** The code of the refusal while the disk is full; nothing was written then. */
export const DISK_FULL = "log.disk-full";

/** What the system says when a disk, or a user's part of it, is full. */
const NO_ROOM = new Set<unknown>(["ENOSPC", "EDQUOT"]);

/** Frames of a segment that are read at once. */
export const STRETCH = { rows: 16_384, bytes: 262_144 };

/** Where the next frame goes. */
export interface LogEnd {
  readonly position: number;
  readonly rows: number;
  /** The segment to go on with; none: a new one. */
  readonly segment: Segment | null;
}

/** A frame on the disk. */
export interface WrittenFrame {
  readonly segment: Segment;
  readonly entry: BlockEntry;
  /** The names that are on the disk with it. */
  readonly known: NameCounts;
  readonly writtenAt: number;
}

interface WriterOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly limits: LogLimits;
  readonly files: LogFiles;
  readonly names: Dictionaries;
  readonly end: LogEnd;
  /** A segment began; the one before is closed. */
  readonly onSegment: (segment: Segment) => void;
}

/** Writes frames behind each other, and begins a new segment when one is large or old enough. */
export class FrameWriter {
  position: number;
  rows: number;
  readonly #options: WriterOptions;
  readonly #codec = new BlockCodec();
  readonly #out = new ByteWriter();
  #segment: Segment | null;
  #file: LogFile | null = null;
  #openedAt: number;
  #known: NameCounts;
  #freeBytes = Infinity;
  #freeBytesReadAt = -Infinity;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.position = options.end.position;
    this.rows = options.end.rows;
    this.#segment = options.end.segment;
    this.#openedAt = options.clock.now();
    this.#known = (this.#segment?.bytes ?? 0) === 0 ? NO_NAMES : countsOf(options.names);
  }

  /** Makes a frame durable. It is part of the log once it is accepted. */
  async write(frame: OpenFrame): Promise<WrittenFrame> {
    await this.#needFreeBytes();
    const { segment, file } = await this.#whileRoom(() => this.#place());
    const known = countsOf(this.#options.names);
    const writtenAt = this.#options.clock.now();
    const offset = segment.bytes;
    // What of it was written is written over by the next frame, or cut by the next start.
    const entry = await this.#whileRoom(() => this.#writeParts(frame, file, { offset, writtenAt }));
    await file.sync();
    return { segment, entry, known, writtenAt };
  }

  /** In the turn in which the frame is handed over: who reads the log in between must not meet what is not counted yet. */
  accept({ segment, entry, known }: WrittenFrame): void {
    this.#known = known;
    segment.bytes += entry.bytes;
    segment.table.join(entry, STRETCH);
    this.position++;
    this.rows += entry.rows;
  }

  /** The next frame begins a new segment. */
  async endSegment(): Promise<void> {
    await this.#file?.close();
    this.#file = null;
    this.#segment = null;
  }

  /** Why a frame would not be written now, as far as the room on the disk says. */
  async refusalNow(): Promise<Refusal | null> {
    try {
      await this.#needFreeBytes();
      return null;
    } catch (fault) {
      if (fault instanceof Refusal) return fault;
      throw fault;
    }
  }

  async #needFreeBytes(): Promise<void> {
    const { limits, files, directory } = this.#options;
    const now = stopwatchMs();
    if (now - this.#freeBytesReadAt >= limits.freeBytesAgeMsMax) {
      this.#freeBytes = await files.freeBytes(directory);
      this.#freeBytesReadAt = now;
    }
    if (this.#freeBytes < limits.freeBytesMin) throw this.#diskFull();
  }

  /** Work before the fsync, that the disk may have no more room for: somebody else was quicker. */
  async #whileRoom<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (fault) {
      if (!NO_ROOM.has((fault as NodeJS.ErrnoException).code)) throw fault;
      this.#freeBytes = 0;
      throw this.#diskFull();
    }
  }

  #diskFull(): Refusal {
    const [freeBytes, { freeBytesMin }] = [this.#freeBytes, this.#options.limits];
    return new Refusal(
      "unavailable",
      DISK_FULL,
      `Only ${freeBytes} bytes are free on the disk of the record log, less than the ${freeBytesMin} that it leaves alone. Nothing of this batch was kept: make room, then send it again.`,
      { freeBytes, freeBytesMin },
    );
  }

  async #place(): Promise<{ segment: Segment; file: LogFile }> {
    const { directory, files, clock, limits, onSegment } = this.#options;
    const aged = clock.now() - this.#openedAt >= limits.segmentAgeMsMax;
    if (this.#segment !== null && (aged || this.#segment.bytes >= limits.segmentBytesMax)) await this.endSegment();
    if (this.#segment === null) {
      const segment = new Segment({ path: join(directory, segmentName(this.position, false)) });
      this.#file = await files.open(segment.path);
      await this.#file.truncate(0);
      await files.syncDirectory(directory);
      this.#openedAt = clock.now();
      this.#known = NO_NAMES;
      this.#segment = segment;
      onSegment(segment);
    }
    this.#file ??= await files.open(this.#segment.path);
    return { segment: this.#segment, file: this.#file };
  }

  /** One write for each page, so that a long frame does not hold up everything else while it is encoded. */
  async #writeParts(
    frame: OpenFrame,
    file: LogFile,
    { offset, writtenAt }: { readonly offset: number; readonly writtenAt: number },
  ): Promise<BlockEntry> {
    const out = this.#out;
    out.clear();
    out.take(FRAME_HEADER_BYTES);
    const pieces = [{ rows: frame.rows, batchIds: frame.batchIds, writtenAt }];
    encodeFrameHead({ pieces, goesOn: false }, { names: this.#options.names, known: this.#known }, out);
    const headBytes = out.length - FRAME_HEADER_BYTES;
    const summary = summaryOf(frame.pages);
    const numbers = { headBytes, sequence: this.position, firstRow: this.rows, rows: frame.rows, ...summary };
    let crc = 0;
    let written = 0;
    let summed = FRAME_HEADER_BYTES;
    for (const [index, page] of frame.pages.entries()) {
      this.#codec.encode(page, out);
      if (index === frame.pages.length - 1) break;
      crc = crc32(out.bytes.subarray(summed, out.length), crc);
      await file.write(out.written(), offset + written);
      written += out.length;
      summed = 0;
      out.clear();
    }
    crc = crc32(out.bytes.subarray(summed, out.length), crc);
    const bytes = written + out.length;
    const header = new ByteWriter();
    header.take(FRAME_HEADER_BYTES);
    writeFrameHeader({ ...numbers, bodyBytes: bytes - FRAME_HEADER_BYTES }, header.view, 0);
    writeFrameCrc(headerCrc(header.bytes, 0, crc), header.view, 0);
    if (written === 0) out.bytes.set(header.written());
    await file.write(out.written(), offset + written);
    // Last, so that a frame which was cut off begins with nothing.
    if (written > 0) await file.write(header.written(), offset);
    return {
      offset,
      bytes,
      rows: frame.rows,
      firstRow: this.rows,
      firstFrame: this.position,
      nextFrame: this.position + 1,
      ...summary,
    };
  }
}
