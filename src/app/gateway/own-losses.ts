import { type Loss, LossBook, type Lost } from "#gateway";
import { type Clock, every, SECOND_MS } from "#kernel";
import { tolerated } from "../clock/tolerated.ts";
import type { LiveLosses } from "../sources/live-losses.ts";

const TELL_EVERY_MS = 10 * SECOND_MS;

export interface OwnLossesParts {
  readonly losses: LiveLosses;
  readonly clock: Clock;
  /** Names losses as no other process does. */
  readonly instance: string;
  /** Told of what the state refuses; it is tried again. */
  readonly report: (fault: unknown) => void;
}

/** What the log did not take of the server's own gateway, written down every ten seconds. */
export class OwnLosses {
  readonly #parts: OwnLossesParts;
  readonly #book: LossBook;
  readonly #cancel: () => void;
  #telling: Promise<void> = Promise.resolve();

  constructor(parts: OwnLossesParts) {
    let number = 0;
    this.#parts = parts;
    this.#book = new LossBook(() => `${parts.instance}-${++number}`);
    const tell = tolerated(() => this.#tell(), parts.report);
    this.#cancel = every(TELL_EVERY_MS, () => {
      this.#telling = this.#telling.then(() => tell(parts.clock.now())).catch(parts.report);
    });
  }

  note(lost: Lost): void {
    this.#book.note(lost);
  }

  /** Ends when what was lost is written down, or the state refuses it. */
  async close(): Promise<void> {
    this.#cancel();
    await this.#telling;
    await this.#tell().catch(this.#parts.report);
  }

  async #tell(): Promise<void> {
    const { untold } = this.#book;
    if (untold.length === 0) return;
    await this.#parts.losses.take(untold.map((loss: Loss) => ({ ...loss, gateway: null })));
    this.#book.told(untold);
  }
}
