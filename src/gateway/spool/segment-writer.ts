import { type FileHandle, open } from "node:fs/promises";
import { stopwatchMs } from "#kernel";
import type { Segment, SegmentFiles } from "./segment-files.ts";
import type { SpoolLimits } from "./spool-limits.ts";

interface OpenSegment {
  readonly key: string;
  readonly file: FileHandle;
  readonly since: number;
  bytes: number;
  lines: number;
}

export interface SegmentWriterOptions {
  readonly files: SegmentFiles;
  readonly limits: SpoolLimits;
  /** Names the next segment; later names sort behind earlier ones. */
  readonly nextKey: () => string;
  /** A segment is whole, and ready to be sent. */
  readonly onClosed: (segment: Segment) => void;
}

/** Writes lines into segments. A write that fails leaves whole lines, and is to be tried again with the same ones. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  #open: OpenSegment | null = null;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
  }

  /** Appends lines; the operating system has them when it answers. */
  async write(text: string, lines: number): Promise<void> {
    const segment = (this.#open ??= await this.#begin());
    const bytes = Buffer.from(text);
    try {
      for (let at = 0; at < bytes.length;) {
        at += (await segment.file.write(bytes, at, bytes.length - at, segment.bytes + at)).bytesWritten;
      }
    } catch (fault) {
      await segment.file.truncate(segment.bytes).catch(() => undefined);
      throw fault;
    }
    segment.bytes += bytes.length;
    segment.lines += lines;
  }

  /** Closes the segment that is old or large enough; `now`: whatever it is. */
  async closeDue(now = false): Promise<void> {
    const segment = this.#open;
    if (segment === null) return;
    const { limits, files, onClosed } = this.#options;
    const isDue = stopwatchMs() - segment.since >= limits.segmentMs || segment.bytes >= limits.segmentBytesMax;
    if (!isDue && !now) return;
    this.#open = null;
    await segment.file.close();
    const { key, bytes, lines } = segment;
    if (bytes === 0) return;
    await files.close(key);
    onClosed({ key, bytes, lines });
  }

  async #begin(): Promise<OpenSegment> {
    const { files, nextKey } = this.#options;
    const key = nextKey();
    const file = await open(files.openPath(key), "wx", 0o600);
    return { key, file, since: stopwatchMs(), bytes: 0, lines: 0 };
  }
}
