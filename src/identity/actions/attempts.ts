const ENTRIES_MAX = 10_000;

/** How often something may happen under one key. */
export interface AttemptsLimit {
  readonly max: number;
  readonly windowMs: number;
}

/** Counts by key over a window that begins with the first. In memory, at most 10,000 keys: a restart forgets them. */
export class Attempts {
  readonly #limit: AttemptsLimit;
  readonly #counts = new Map<string, { count: number; readonly since: number }>();

  constructor(limit: AttemptsLimit) {
    this.#limit = limit;
  }

  /** Counts one more, unless there were as many as may be: then false. */
  take(key: string, now: number): boolean {
    if (this.fullUntil(key, now) !== undefined) return false;
    const found = this.#counts.get(key);
    if (found !== undefined && now < found.since + this.#limit.windowMs) {
      found.count++;
      return true;
    }
    this.#counts.delete(key);
    if (this.#counts.size >= ENTRIES_MAX) for (const oldest of this.#counts.keys().take(1)) this.#counts.delete(oldest);
    this.#counts.set(key, { count: 1, since: now });
    return true;
  }

  /** Epoch ms from which on more may happen; undefined while more may already. */
  fullUntil(key: string, now: number): number | undefined {
    const found = this.#counts.get(key);
    if (found === undefined || found.count < this.#limit.max) return undefined;
    const until = found.since + this.#limit.windowMs;
    return now < until ? until : undefined;
  }

  /** The last one does not count. */
  giveBack(key: string): void {
    const found = this.#counts.get(key);
    if (found !== undefined) found.count--;
  }

  /** None of them counts. */
  forget(key: string): void {
    this.#counts.delete(key);
  }

  /** Keys that are kept. */
  get size(): number {
    return this.#counts.size;
  }
}
