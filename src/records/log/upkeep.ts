import { copyFile, open, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Dictionaries } from "../model/columns.ts";
import type { WideField } from "../model/wide-columns.ts";
import { compressSegment } from "./compress-segment.ts";
import type { LogFiles } from "./log-files.ts";
import { type Deleted, deletedBy, outlived, type Retention } from "./retention.ts";
import type { Segment } from "./segment.ts";
import type { Damage } from "./walk-segment.ts";

interface UpkeepOptions {
  readonly directory: string;
  readonly files: LogFiles;
  readonly names: Dictionaries;
  readonly wide: readonly WideField[];
  /** In log order, shared with the log; the last one is being written. */
  readonly segments: Segment[];
  readonly onDamage: (damage: Damage) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Compresses closed segments, deletes old ones and copies them: one after the other, beside the writing. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #last: Promise<unknown> = Promise.resolve();
  #closing = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Compresses what is closed and not compressed yet. A failure leaves the segment as it is and is told to `onTrouble`. */
  async compress(): Promise<void> {
    await this.#inTurn(async () => {
      try {
        for (let next = this.#nextClosed(); next !== undefined; next = this.#nextClosed()) {
          if (!(await this.#compressOne(next))) break;
        }
      } catch (error) {
        this.#options.onTrouble(error);
      }
    });
  }

  retain(retention: Retention, now: number): Promise<Deleted> {
    return this.#inTurn(async () => {
      const { segments, files, directory } = this.#options;
      const going = outlived(segments, retention, now);
      segments.splice(0, going.length);
      for (const segment of going) await remove(segment);
      if (going.length > 0) await files.syncDirectory(directory);
      return deletedBy(going);
    });
  }

  /** Copies all that is durable when the copy begins into a directory that is there and empty. */
  copyTo(directory: string): Promise<void> {
    return this.#inTurn(async () => {
      const lengths = this.#options.segments.map((segment) => ({ segment, bytes: segment.bytes }));
      for (const { segment, bytes } of lengths) await copySegment(segment, bytes, directory);
      await this.#options.files.syncDirectory(directory);
    });
  }

  /** Gives up what is being done; answers when nothing is. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#last;
  }

  #nextClosed(): Segment | undefined {
    return this.#closing ? undefined : this.#options.segments.slice(0, -1).find(({ packed }) => !packed);
  }

  async #compressOne(segment: Segment): Promise<boolean> {
    const { segments } = this.#options;
    const compressed = await compressSegment({ ...this.#options, segment, isClosing: () => this.#closing });
    if (compressed === undefined) return false;
    segments[segments.indexOf(segment)] = compressed;
    await remove(segment);
    return true;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

async function remove(segment: Segment): Promise<void> {
  await segment.unused();
  await unlink(segment.path);
}

async function copySegment({ path }: Segment, bytes: number, directory: string): Promise<void> {
  const copy = join(directory, basename(path));
  await copyFile(path, copy);
  const handle = await open(copy, "r+");
  try {
    await handle.truncate(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
