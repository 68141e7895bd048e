import { stopwatchMs } from "#kernel";
import type { Source } from "../input/source.ts";

/** Nothing is shown for work that is done before a person would wonder. */
const QUIET_MS = 1_000;
const EVERY_MS = 200;
const BAR_WIDTH = 24;

/** A bar on standard error while the inputs are read: share, lines, rate, time left. Silent where it is no terminal. */
export class Progress {
  readonly #sources: readonly Source[];
  readonly #terminal: boolean;
  readonly #started = stopwatchMs();
  #shownAt = 0;

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
    this.#terminal = process.stderr.isTTY;
  }

  show(lines: number): void {
    if (!this.#terminal) return;
    const elapsed = stopwatchMs() - this.#started;
    if (elapsed < QUIET_MS || elapsed - this.#shownAt < EVERY_MS) return;
    this.#shownAt = elapsed;
    process.stderr.write(`\r\u001b[K${this.#text(lines, elapsed)}`);
  }

  clear(): void {
    if (this.#shownAt > 0) process.stderr.write("\r\u001b[K");
  }

  #text(lines: number, elapsedMs: number): string {
    const read = this.#sources.reduce((sum, source) => sum + source.bytesRead(), 0);
    const rate = `${Math.round(lines / elapsedMs)} k lines/s`;
    const counted = `${(lines / 1e6).toFixed(1)} M lines · ${rate}`;
    const total = this.#sources.reduce((sum, source) => sum + (source.size ?? Number.NaN), 0);
    if (!(total > 0)) return `  ${(read / 1e6).toFixed(0)} MB · ${counted}`;
    const share = Math.min(1, read / total);
    const filled = Math.round(share * BAR_WIDTH);
    const left = Math.ceil((elapsedMs * (1 - share)) / share / 1000);
    return `  ${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)} ${Math.floor(share * 100)} % · ${counted} · ${left} s left`;
  }
}
