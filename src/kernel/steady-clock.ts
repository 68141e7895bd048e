import { MINUTE_MS, SECOND_MS } from "./time.ts";

/** Differences up to this are the machine's own small corrections, and are followed at once. */
const FOLLOWED_MS = 2 * SECOND_MS;
/** A jump forward that lasts this long is believed. */
const BELIEVED_AFTER_MS = 10 * MINUTE_MS;

/** What the clock stands on: epoch ms of the machine, and ms that never jump. */
export interface TimeSources {
  readonly wallMs: () => number;
  readonly steadyMs: () => number;
}

/**
 * Epoch ms that never go back and do not jump with the machine's clock. Who sets the machine's clock wrong by two hours
 * would else turn every record that comes into one from the past, and silence all alerts. A jump forward is followed
 * when it has lasted ten minutes; one back never is while the process runs: time goes on evenly, and `jumpMs` tells it.
 */
export class SteadyClock {
  readonly #sources: TimeSources;
  /** now = steady + offset. */
  #offset: number;
  #last: number;
  #deviatesSince: number | null = null;

  constructor(sources: TimeSources) {
    this.#sources = sources;
    this.#last = sources.wallMs();
    this.#offset = this.#last - sources.steadyMs();
  }

  now(): number {
    const steady = this.#sources.steadyMs();
    const wall = this.#sources.wallMs();
    const deviation = wall - (steady + this.#offset);
    if (Math.abs(deviation) <= FOLLOWED_MS) this.#follow(deviation);
    else this.#doubt(steady, deviation);
    this.#last = Math.max(this.#last, Math.floor(steady + this.#offset));
    return this.#last;
  }

  /** How far the machine's clock is ahead of this one (behind: negative), ms; 0 while it is followed. */
  get jumpMs(): number {
    if (this.#deviatesSince === null) return 0;
    return Math.round(this.#sources.wallMs() - (this.#sources.steadyMs() + this.#offset));
  }

  #follow(deviation: number): void {
    this.#offset += deviation;
    this.#deviatesSince = null;
  }

  #doubt(steady: number, deviation: number): void {
    this.#deviatesSince ??= steady;
    if (deviation > 0 && steady - this.#deviatesSince >= BELIEVED_AFTER_MS) this.#follow(deviation);
  }
}
