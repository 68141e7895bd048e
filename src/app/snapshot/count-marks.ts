import type { LogPosition } from "#records";
import type { WrittenCounts } from "#traffic";
import { type SnapshotFile, SnapshotFiles } from "./snapshot-files.ts";

/** Stays as it is, or later programs know each older one: without it, counts that are older than the log are lost. */
const KIND = { name: "counts", version: 1 };
const PART = "written";

/** What lay in the files of counts when the log was counted up to a position, and nothing in memory. */
export interface CountMark {
  readonly position: LogPosition;
  /** Epoch ms. */
  readonly at: number;
  readonly written: WrittenCounts;
}

/**
 * Marks in a data directory, one a day, from which counts go on when no snapshot can be read, as after an update that
 * reads none of the old ones. Counts are kept longer than the records, so they could not be counted again.
 */
export class CountMarks {
  readonly #files: SnapshotFiles;

  constructor(directory: string) {
    this.#files = new SnapshotFiles(directory, KIND);
  }

  /** Those that can be read, the newest first. */
  *newestFirst(): Generator<CountMark> {
    for (const file of this.#files.newestFirst()) {
      const mark = read(file);
      if (mark !== undefined) yield mark;
    }
  }

  async write(mark: CountMark): Promise<void> {
    await this.#files.write(new Map([[PART, Buffer.from(JSON.stringify(mark))]]));
  }

  /** Copies the newest into another directory. */
  copyNewest(directory: string): Promise<void> {
    return this.#files.copyNewest(directory);
  }

  /** Forgets what lies behind a position: the files are about to be cut before it. */
  forgetAfter(position: LogPosition): void {
    for (const file of this.#files.newestFirst()) {
      if ((read(file)?.position ?? Infinity) > position) this.#files.remove(file.name);
    }
  }
}

function read(file: SnapshotFile): CountMark | undefined {
  const part = file.read()?.get(PART);
  return part === undefined ? undefined : (JSON.parse(Buffer.from(part).toString()) as CountMark);
}
