import { shortCountText, stopwatchMs } from "#kernel";
import type { LiveStory, RecordBatch } from "#stories";

const EVERY_MS = 200;
const BAR_WIDTH = 24;

/** A bar on standard error: share of the story's time, records, rate, time left. Silent where it is no terminal. */
export class SeedProgress {
  readonly #started = stopwatchMs();
  #from: number | null = null;
  #records = 0;
  #shownAt = 0;

  told(story: LiveStory, batch: RecordBatch): void {
    this.#from ??= batch.from;
    this.#records += batch.records;
    const elapsedMs = stopwatchMs() - this.#started;
    if (!process.stderr.isTTY || elapsedMs - this.#shownAt < EVERY_MS) return;
    this.#shownAt = elapsedMs;
    const share = (batch.to - this.#from) / (story.now - this.#from);
    process.stderr.write(`\r\u001b[K${this.#text(share, elapsedMs)}`);
  }

  /** Clears the bar; gives how many records went, and how long it took. */
  end(): { readonly records: number; readonly seconds: number } {
    if (this.#shownAt > 0) process.stderr.write("\r\u001b[K");
    return { records: this.#records, seconds: (stopwatchMs() - this.#started) / 1_000 };
  }

  #text(share: number, elapsedMs: number): string {
    const filled = Math.round(share * BAR_WIDTH);
    const rate = `${Math.round(this.#records / elapsedMs)} k records/s`;
    const left = `${Math.ceil((elapsedMs * (1 - share)) / share / 1_000)} s left`;
    const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    return `  ${bar} ${Math.floor(share * 100)} % · ${shortCountText(this.#records)} records · ${rate} · ${left}`;
  }
}
