import type { Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LINE_BYTES_MAX } from "../line-splitter.ts";
import { HEAD_BYTES } from "./fingerprint.ts";

/** What is read at once; more than the longest line. */
const PIECE_BYTES = 2 * LINE_BYTES_MAX;
const GZIP_MAGIC = "1f8b";
const ZSTD_MAGIC = "28b52ffd";

/** The content of one file, decompressed; it stays readable when the file is renamed or removed. */
export interface LogBytes {
  readonly device: number;
  readonly inode: number;
  /** It is compressed, so nothing is added to it any more. */
  readonly isPacked: boolean;
  /** Its first bytes, at most HEAD_BYTES. */
  head(): Promise<Buffer>;
  /** Bytes from a position on, at most a piece: fewer than a longest line only where it ends. Valid until the next call. */
  at(position: number): Promise<Buffer>;
  /** Bytes that it has now; null when only reading it would tell. */
  size(): Promise<number | null>;
  close(): Promise<void>;
}

/** Opens a file, plain or compressed by gzip or zstd, which its first bytes tell. Throws what the system says. */
export async function openLogBytes(path: string): Promise<LogBytes> {
  const file = await open(path, "r");
  try {
    const stats = await file.stat();
    const magic = (await readAt(file, Buffer.alloc(4), 0)).toString("hex");
    if (magic.startsWith(GZIP_MAGIC)) return new PackedBytes(file, stats, createGunzip);
    if (magic === ZSTD_MAGIC) return new PackedBytes(file, stats, createZstdDecompress);
    return new PlainBytes(file, stats);
  } catch (fault) {
    await file.close();
    throw fault;
  }
}

class PlainBytes implements LogBytes {
  readonly device: number;
  readonly inode: number;
  readonly isPacked = false;
  readonly #file: FileHandle;
  readonly #head = Buffer.alloc(HEAD_BYTES);
  #piece: Buffer | undefined;

  constructor(file: FileHandle, { dev, ino }: Stats) {
    this.#file = file;
    this.device = dev;
    this.inode = ino;
  }

  async head(): Promise<Buffer> {
    return Buffer.from(await readAt(this.#file, this.#head, 0));
  }

  at(position: number): Promise<Buffer> {
    this.#piece ??= Buffer.allocUnsafeSlow(PIECE_BYTES);
    return readAt(this.#file, this.#piece, position);
  }

  async size(): Promise<number> {
    return (await this.#file.stat()).size;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Read from its beginning to its end, once: `at` is asked for positions that do not decrease. */
class PackedBytes implements LogBytes {
  readonly device: number;
  readonly inode: number;
  readonly isPacked = true;
  readonly #file: FileHandle;
  readonly #inflate: () => Transform;
  #pieces: AsyncIterator<Buffer> | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #restAt = 0;
  #isOver = false;

  constructor(file: FileHandle, { dev, ino }: Stats, inflate: () => Transform) {
    this.#file = file;
    this.#inflate = inflate;
    this.device = dev;
    this.inode = ino;
  }

  async head(): Promise<Buffer> {
    let head: Buffer = Buffer.alloc(0);
    for await (const piece of this.#inflated()) {
      head = Buffer.concat([head, piece]).subarray(0, HEAD_BYTES);
      if (head.length === HEAD_BYTES) break;
    }
    return head;
  }

  async at(position: number): Promise<Buffer> {
    this.#pieces ??= this.#inflated()[Symbol.asyncIterator]();
    this.#drop(position);
    while (!this.#isOver && this.#rest.length <= LINE_BYTES_MAX) {
      const next = await this.#pieces.next();
      if (next.done === true) this.#isOver = true;
      else {
        this.#rest = Buffer.concat([this.#rest, next.value]);
        this.#drop(position);
      }
    }
    return this.#rest;
  }

  size(): Promise<null> {
    return Promise.resolve(null);
  }

  async close(): Promise<void> {
    await this.#pieces?.return?.();
    await this.#file.close();
  }

  #drop(before: number): void {
    const gone = Math.min(this.#rest.length, Math.max(0, before - this.#restAt));
    this.#rest = this.#rest.subarray(gone);
    this.#restAt += gone;
  }

  async *#inflated(): AsyncGenerator<Buffer> {
    const through = this.#inflate();
    const fed = pipeline(this.#packed(), through);
    // The same fault reaches the loop below; unhandled here it would end the process.
    fed.catch(() => undefined);
    for await (const piece of through) yield piece as Buffer;
    await fed;
  }

  async *#packed(): AsyncGenerator<Buffer> {
    for (let at = 0; ;) {
      const piece = await readAt(this.#file, Buffer.allocUnsafe(PIECE_BYTES), at);
      if (piece.length === 0) return;
      at += piece.length;
      yield piece;
    }
  }
}

async function readAt(file: FileHandle, into: Buffer, position: number): Promise<Buffer> {
  const { bytesRead } = await file.read(into, 0, into.length, position);
  return into.subarray(0, bytesRead);
}
