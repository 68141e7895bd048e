import { MINUTE_MS } from "#kernel";

/** Who listens calls so often at least; after a longer silence (a pause of the machine, a clock that was set) it begins anew. */
const SILENCE_MS_MAX = MINUTE_MS;
/** In this time whatever still fires is said again: Prometheus does it every minute. */
const GRACE_MS = 5 * MINUTE_MS;

/** Since when somebody listens without a break: a source is not blamed for what it said before. */
export class Listening {
  #since: number;
  #last: number;

  constructor(now: number) {
    this.#since = now;
    this.#last = now;
  }

  /** What was due before this instant has lapsed at `now`; undefined while it is too early to say. */
  dueBefore(now: number): number | undefined {
    if (now - this.#last > SILENCE_MS_MAX || now < this.#last) this.#since = now;
    this.#last = now;
    return now < this.#since + GRACE_MS ? undefined : now;
  }
}
