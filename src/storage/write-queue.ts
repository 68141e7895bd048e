import { AsyncLocalStorage } from "node:async_hooks";
import { invariant, nextTurn, Refusal } from "#kernel";

/** Transactions that may wait; more mean that the disk does not keep up, and waiting longer helps nobody. */
const WAITING_MAX = 1_000;

/** Lets one transaction run at a time, in the order of asking, so that two never interleave at their awaits. */
export class WriteQueue {
  readonly #inside = new AsyncLocalStorage<true>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    invariant(this.#inside.getStore() === undefined, "a transaction inside a transaction would wait for itself");
    if (this.#waiting >= WAITING_MAX) {
      throw new Refusal(
        "unavailable",
        "state.busy",
        `${WAITING_MAX} changes wait to be written, so this one was not made. Try again in a few seconds; if it stays so, look at the disk of the data directory.`,
        { waiting: this.#waiting, retryAfterSeconds: 5 },
      );
    }
    this.#waiting++;
    const before = this.#last;
    const done = before.then(() => this.#inside.run(true, work));
    // The next one waits for the end of this one, whatever it is; the caller is told of a failure below. Statements of
    // SQLite never wait, so without a turn in between a full queue would keep sockets and timers from being served.
    this.#last = done
      .then(
        () => this.#waiting--,
        () => this.#waiting--,
      )
      .then(nextTurn);
    return done;
  }

  /** Resolves when what was asked so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
