import { every, SECOND_MS } from "#kernel";

/** What is to be done when time has passed. `now` is epoch ms. */
export type Beat = (now: number) => Promise<void>;

/**
 * Calls what depends on time, one after the other and never twice at once: each second on a running clock, or when it is
 * told to (a test clock). What throws stops the heartbeat and is handed to `onFault`: nothing that depends on time may
 * be left out quietly.
 */
export class Heartbeat {
  readonly #now: () => number;
  readonly #beats: readonly Beat[];
  readonly #onFault: (fault: unknown) => void;
  #cancel: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();
  #isBehind = false;

  constructor(now: () => number, beats: readonly Beat[], onFault: (fault: unknown) => void) {
    this.#now = now;
    this.#beats = beats;
    this.#onFault = onFault;
  }

  start(): void {
    this.#cancel = every(SECOND_MS, () => this.#beatUnlessBehind());
  }

  /** One beat, behind the one that runs. */
  beat(): Promise<void> {
    this.#running = this.#running.then(async () => {
      for (const beat of this.#beats) await beat(this.#now());
    });
    return this.#running;
  }

  /** Does something that must not meet a beat: behind the one that runs, and before the next. */
  between<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#running.then(work);
    // What fails here fails for the caller, not for the beats.
    this.#running = this.#running.then(() => done.then(nothing, nothing));
    return done;
  }

  /** Stops, when the beat that runs is over. */
  async stop(): Promise<void> {
    this.#cancel?.();
    await this.#running.catch(() => undefined);
  }

  /** A beat that takes longer than a second delays the next one; it does not pile up. */
  #beatUnlessBehind(): void {
    if (this.#isBehind) return;
    this.#isBehind = true;
    this.beat().then(
      () => {
        this.#isBehind = false;
      },
      (fault: unknown) => {
        this.#cancel?.();
        this.#onFault(fault);
      },
    );
  }
}

function nothing(): void {
  // Whoever asked for the work hears of how it ended.
}
