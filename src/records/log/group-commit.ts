import { Refusal } from "#kernel";
import type { WideField } from "../model/wide-columns.ts";
import { DISK_FULL } from "./frame-writer.ts";
import type { LogLimits } from "./log-limits.ts";
import { type Batch, OpenFrame, textBytesOf } from "./open-frame.ts";

/** What stands behind the queue: makes a frame durable and hands it over, or says why not. */
export type Commit = (frame: OpenFrame) => Promise<void>;

/**
 * Many batches, one fsync: while frame A is written, B fills. Bounded, and once it is not known what is on the disk, it
 * takes nothing any more.
 */
export class GroupCommit {
  readonly #limits: LogLimits;
  readonly #commit: Commit;
  #filling: OpenFrame;
  #resting: OpenFrame;
  #running: Promise<void> | null = null;
  #broken: Refusal | null = null;
  #stopped: Refusal | null = null;

  constructor(wide: readonly WideField[], limits: LogLimits, commit: Commit) {
    this.#limits = limits;
    this.#commit = commit;
    this.#filling = new OpenFrame(wide);
    this.#resting = new OpenFrame(wide);
  }

  /** Copies the batch at once; answers when its frame is durable and was handed over. */
  async append(batch: Batch): Promise<void> {
    const refusal = this.#stopped ?? this.#full(batch);
    if (refusal !== null) throw refusal;
    await new Promise<void>((resolve, reject) => {
      this.#filling.add(batch, { resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Takes nothing more; answers when what was taken is durable. */
  async close(): Promise<void> {
    this.#stopped ??= new Refusal("unavailable", "log.closed", "The record log is closed: the server is stopping.");
    await this.#running;
  }

  /** Why nothing is taken any more: what is on the disk is not known. */
  get broken(): Refusal | null {
    return this.#broken;
  }

  async #run(): Promise<void> {
    // What is appended in the same turn shares the frame.
    await Promise.resolve();
    while (this.#filling.waiting.length > 0) {
      const frame = this.#filling;
      this.#filling = this.#resting;
      this.#resting = frame;
      await this.#settle(frame);
      frame.clear();
    }
    this.#running = null;
  }

  async #settle(frame: OpenFrame): Promise<void> {
    try {
      if (this.#broken !== null) throw this.#broken;
      await this.#commit(frame);
      for (const { resolve } of frame.waiting) resolve();
    } catch (error) {
      // Nothing was written then, so that the next batch may be.
      const isHarmless = error instanceof Refusal && error.code === DISK_FULL;
      const refusal = isHarmless ? error : (this.#broken ??= broken(error));
      if (this.#broken !== null) this.#stopped = this.#broken;
      for (const { reject } of frame.waiting) reject(refusal);
    }
  }

  #full({ columns }: Batch): Refusal | null {
    const { pendingRowsMax, pendingTextBytesMax } = this.#limits;
    const { rows, textBytes } = this.#filling;
    if (rows === 0) return null;
    const more = columns.reduce((sum, { length }) => sum + length, 0);
    const moreBytes = columns.reduce((sum, page) => sum + textBytesOf(page), 0);
    if (rows + more <= pendingRowsMax && textBytes + moreBytes <= pendingTextBytesMax) return null;
    return new Refusal(
      "unavailable",
      "log.full",
      `${rows} records wait for the disk, and at most ${pendingRowsMax} may. Nothing of this batch was kept: send it again in a moment.`,
      { rows, rowsMax: pendingRowsMax },
    );
  }
}

function broken(error: unknown): Refusal {
  const cause = error instanceof Error ? error.message : String(error);
  return new Refusal(
    "unavailable",
    "log.broken",
    `Writing the record log failed (${cause}), so what is on the disk is not known. Nothing is taken until the server was started again, which reads the log back; look at the disk first.`,
    { cause },
  );
}
