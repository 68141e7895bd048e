import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { Refusal } from "#kernel";
import { type BlockHead, HEAD_BYTES, headOf } from "./block.ts";
import { flushPath } from "./flush-path.ts";

/** Heads that are read before somebody else may have a turn. */
const HEADS_AT_ONCE = 256;

/** A block and where it lies. */
export interface BlockPlace extends BlockHead {
  readonly offset: number;
}

/** A file of blocks that is only ever appended to. What lies behind `length` is not part of it. */
export class CountFile {
  readonly path: string;
  /** Bytes that were appended and are valid. */
  length: number;
  /** Something was appended that was not yet flushed to the disk. */
  #unflushed = false;
  #places: BlockPlace[] | undefined;
  /** The heads from this offset on cannot be read. */
  #brokenAt: number | undefined;

  constructor(path: string, length: number) {
    this.path = path;
    this.length = length;
  }

  /** Writes blocks behind the end; they belong to the file only once `keep` is called. */
  write(bytes: Buffer): void {
    try {
      this.#writeAll(bytes);
    } catch (cause) {
      throw diskRefusal(this.path, cause);
    }
  }

  /** Makes what was written a part of the file. */
  keep(bytes: Buffer): void {
    this.#unflushed = true;
    if (this.#places !== undefined) this.#places.push(...placesIn(bytes, this.length));
    this.length += bytes.length;
  }

  /** Waits until everything that was kept before the call is on the disk. */
  async flush(): Promise<void> {
    if (!this.#unflushed) return;
    this.#unflushed = false;
    try {
      await flushPath(this.path);
    } catch (cause) {
      this.#unflushed = true;
      throw cause;
    }
  }

  /** Cuts what lies behind the length, so that nothing of an abandoned end is ever read. Answers the bytes that are missing. */
  cut(): number {
    if (!existsSync(this.path)) return this.length;
    const file = openSync(this.path, "r+");
    try {
      const { size } = fstatSync(file);
      if (size > this.length) ftruncateSync(file, this.length);
      return Math.max(0, this.length - size);
    } finally {
      closeSync(file);
    }
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  /** The blocks before `end`, and whether there are some among them that cannot be read. `pause` is waited for now and then. */
  async placesBefore(end: number, pause: () => Promise<void>): Promise<{ places: BlockPlace[]; broken: boolean }> {
    const places = this.#places ?? (await this.#walk(pause));
    return { places: places.filter(({ offset }) => offset < end), broken: (this.#brokenAt ?? end) < end };
  }

  /** Heads and bodies of blocks; undefined for one before whose end the file ends. */
  read(places: readonly BlockPlace[]): (Buffer | undefined)[] {
    const file = openSync(this.path, "r");
    try {
      return places.map(({ offset, bodyBytes }) => readAt(file, offset, HEAD_BYTES + bodyBytes));
    } finally {
      closeSync(file);
    }
  }

  #writeAll(bytes: Buffer): void {
    const file = openSync(this.path, existsSync(this.path) ? "r+" : "w+");
    try {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(file, bytes, done, bytes.length - done, this.length + done);
      }
    } finally {
      closeSync(file);
    }
  }

  /** What is appended meanwhile is walked, too: nobody waits between the last look at the length and keeping the places. */
  async #walk(pause: () => Promise<void>): Promise<BlockPlace[]> {
    const places: BlockPlace[] = [];
    if (this.length === 0) return places;
    const file = openSync(this.path, "r");
    try {
      for (let offset = 0; offset < this.length;) {
        const bytes = readAt(file, offset, HEAD_BYTES);
        const head = bytes === undefined ? undefined : headOf(bytes);
        if (head === undefined) {
          this.#brokenAt = offset;
          break;
        }
        places.push({ ...head, offset });
        offset += HEAD_BYTES + head.bodyBytes;
        if (places.length % HEADS_AT_ONCE === 0) await pause();
      }
    } finally {
      closeSync(file);
    }
    return (this.#places = places);
  }
}

function diskRefusal(path: string, cause: unknown): Refusal {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Refusal(
    "unavailable",
    "counts.disk",
    `Counts cannot be written to ${path}: ${why}. They stay in memory and in the log, and are written when the disk takes them: free space, or mend its rights.`,
    { file: path },
  );
}

function placesIn(bytes: Buffer, start: number): BlockPlace[] {
  const places: BlockPlace[] = [];
  for (let at = 0; at < bytes.length;) {
    const head = headOf(bytes.subarray(at));
    if (head === undefined) return places;
    places.push({ ...head, offset: start + at });
    at += HEAD_BYTES + head.bodyBytes;
  }
  return places;
}

function readAt(file: number, offset: number, length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, offset + done);
    if (read === 0) return undefined;
    done += read;
  }
  return bytes;
}
