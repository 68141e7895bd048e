import { hash } from "node:crypto";
import { stopwatchMs } from "#kernel";
import type { BodyRecords } from "../receive/body-records.ts";
import type { BodyAnswer } from "../model/idempotency-register.ts";
import { type KeyedBatch, keyDigest } from "../receive/remember-batch.ts";
import type { FollowShared } from "./follow-options.ts";
import type { FollowedFile } from "./followed-file.ts";
import type { FollowedFiles } from "./followed-files.ts";
import type { DroppedExample } from "./follower-state.ts";
import { type LineCounts, NO_LINES, type Place } from "./place.ts";
import { PlaceFile } from "./place-file.ts";
import type { LinesRead } from "./read-lines.ts";

/** In the place of a token's id: no token has such a one, so keys of bodies and of lines do not meet. */
const FOLLOWER = "log-follower";
const EXAMPLES_MAX = 10;

/** Lines of one file, and how far it was read when they are kept. */
export interface LineBatch {
  readonly records: BodyRecords;
  readonly file: FollowedFile;
  readonly files: FollowedFiles;
  readonly end: LinesRead;
}

/** Appends records; false: it was given up, and they are not kept. */
export type KeepBatch = (batchId: KeyedBatch) => Promise<boolean>;

/** What was taken of one followed path, and how far that goes, in memory and on disk. */
export class LineLedger {
  counts: LineCounts = NO_LINES;
  /** Epoch ms; null: never. */
  lastLineAt: number | null = null;
  /** The newest dropped lines. */
  examples: readonly DroppedExample[] = [];
  readonly #placeFile: PlaceFile;
  readonly #shared: FollowShared;
  /** What is on disk is behind. */
  #isBehind = false;

  constructor(path: string, shared: FollowShared) {
    const { directory, ports } = shared;
    this.#shared = shared;
    this.#placeFile = new PlaceFile({ directory, path, newId: () => ports.newId() });
  }

  /** How far the path was read, by what is on disk and by what the log has; undefined when it was never followed. */
  async open(): Promise<Place | undefined> {
    const { register } = this.#shared;
    const place = await this.#placeFile.load((key) => register.has(keyDigest(FOLLOWER, key)));
    this.counts = place?.counts ?? NO_LINES;
    this.lastLineAt = place?.lastLineAt ?? null;
    this.#isBehind = true;
    return place;
  }

  /**
   * Keeps a batch, each line of it once: both places are on disk before `keep` is asked, and which of them is true is known
   * from the log after a crash. False: the records are not kept, and nothing has changed.
   */
  async take(batch: LineBatch, keep: KeepBatch): Promise<boolean> {
    const { records, file, files, end } = batch;
    const now = this.#shared.ports.now();
    const counts = withLines(this.counts, records);
    const lastLineAt = records.lines > 0 ? now : this.lastLineAt;
    if (records.kept > 0) {
      const after = { ...this.#placeOf(files, batch), counts, lastLineAt };
      const key = await this.#placeFile.intend(this.#placeOf(files), after);
      if (!(await keep(batchOf(key, records)))) return false;
    }
    this.#shared.ports.took(records);
    file.moveTo(end, stopwatchMs());
    this.counts = counts;
    this.lastLineAt = lastLineAt;
    const examples = records.examples.map(({ reason, detail }) => ({ reason, detail, at: now }));
    this.examples = [...this.examples, ...examples].slice(-EXAMPLES_MAX);
    this.#isBehind = true;
    return true;
  }

  /** A file was gone before it was read to its end. */
  lose(): void {
    this.counts = { ...this.counts, lostFiles: this.counts.lostFiles + 1 };
    this.#isBehind = true;
  }

  /** Writes down where the path stands. To be called when all was read: what the log knows of keys is forgotten in time. */
  async settle(files: FollowedFiles): Promise<void> {
    if (!this.#isBehind && !files.hasChanged) return;
    await this.#placeFile.settle(this.#placeOf(files));
    this.#isBehind = false;
    files.hasChanged = false;
  }

  #placeOf({ files, finished, changedAt }: FollowedFiles, moved?: LineBatch): Place {
    const { counts, lastLineAt } = this;
    const places = files.map((file) => {
      if (file !== moved?.file) return file.place;
      return { ...file.place, position: moved.end.position, skipping: moved.end.skipping };
    });
    return { files: places, finished: [...finished], changedAt, counts, lastLineAt };
  }
}

function withLines(counts: LineCounts, records: BodyRecords): LineCounts {
  const dropped = { ...counts.dropped };
  for (const [reason, count] of records.dropped) dropped[reason] = (dropped[reason] ?? 0) + count;
  return { ...counts, lines: counts.lines + records.lines, kept: counts.kept + records.kept, dropped };
}

function batchOf(key: string, { kept, dropped }: BodyRecords): KeyedBatch {
  const answer: BodyAnswer = { kept, dropped: Object.fromEntries(dropped) };
  return { token: FOLLOWER, key, bodySha256: hash("sha256", key, "hex"), answer: JSON.stringify(answer) };
}
