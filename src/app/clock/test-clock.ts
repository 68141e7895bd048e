import { isoText, Refusal } from "#kernel";

/** A clock that stands still until it is told the time. For tests of whole systems; production refuses it. */
export class TestClock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** It follows nobody, so it is never apart from anybody. */
  readonly jumpMs = 0;

  /** Goes to an instant (epoch ms). Refuses to go back. */
  goTo(at: number): void {
    if (at < this.#now) {
      throw new Refusal(
        "conflict",
        "test-clock.backwards",
        `The test clock stands at ${isoText(this.#now)} and only goes forward.`,
      );
    }
    this.#now = at;
  }
}
