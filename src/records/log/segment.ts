import { type FileHandle, open } from "node:fs/promises";
import type { BlockEntry } from "../model/block-table.ts";
import { BlockTable } from "../model/block-table.ts";

const FRAMES = ".frames";
const BLOCKS = ".blocks";
const NAME = /^(\d{16})\.(?:frames|blocks)$/;

/** One file of the log. Those who read it hold it, so that it is not removed under them. */
export class Segment {
  readonly path: string;
  /** Compressed, and closed for ever; else frames as they were appended. */
  readonly packed: boolean;
  readonly table: BlockTable;
  /** Bytes that are durable. */
  bytes: number;
  /** One for all holders, also while it is being opened. */
  #handle: Promise<FileHandle> | null = null;
  #holders = 0;
  #unused: (() => void) | null = null;

  constructor({ path, table = new BlockTable(), bytes = 0 }: { path: string; table?: BlockTable; bytes?: number }) {
    this.path = path;
    this.packed = path.endsWith(BLOCKS);
    this.table = table;
    this.bytes = bytes;
  }

  /** Lets `read` work until the work is done. */
  async holding<T>(work: () => Promise<T>): Promise<T> {
    this.hold();
    try {
      return await work();
    } finally {
      await this.release();
    }
  }

  hold(): void {
    this.#holders++;
  }

  async release(): Promise<void> {
    if (--this.#holders > 0) return;
    const handle = this.#handle;
    this.#handle = null;
    // Who read was told when it could not be opened.
    await handle?.then(
      (opened) => opened.close(),
      () => undefined,
    );
    if (this.#holders === 0) this.#unused?.();
  }

  /** Answers when nobody reads it; nobody may begin to after this was asked. */
  async unused(): Promise<void> {
    if (this.#holders === 0) return;
    await new Promise<void>((resolve) => {
      this.#unused = resolve;
    });
  }

  /** The bytes of an entry, in `into`; fewer when the file is shorter than it was. Only for who holds the segment. */
  async read({ offset, bytes }: Pick<BlockEntry, "offset" | "bytes">, into: ReadBuffer): Promise<Uint8Array> {
    this.#handle ??= open(this.path, "r");
    const handle = await this.#handle;
    const { bytesRead } = await handle.read(into.ofAtLeast(bytes), 0, bytes, offset);
    return into.ofAtLeast(bytes).subarray(0, bytesRead);
  }
}

/** What is read into again and again by one reader: memory that is new for each block is slower to get than a block is to read. */
export class ReadBuffer {
  #bytes = Buffer.alloc(0);

  ofAtLeast(bytes: number): Buffer {
    if (bytes > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(bytes);
    return this.#bytes;
  }
}

/** The file of the segment that begins with the frame `first`. */
export function segmentName(first: number, packed: boolean): string {
  return `${String(first).padStart(16, "0")}${packed ? BLOCKS : FRAMES}`;
}

/** The first frame of a segment by the name of its file; undefined when it is another file. */
export function firstOfName(name: string): number | undefined {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
