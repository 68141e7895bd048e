/** How many requests in how long, and how many at once. */
export interface RateRule {
  readonly requests: number;
  readonly perMs: number;
  readonly burst: number;
}

/**
 * The generic cell rate algorithm in whole numbers. A request pours `perMs` units into a vessel of `burst · perMs`, and
 * `requests` units a millisecond leak out of it: no fraction ever arises. With at most 10¹² requests, an hour, and the
 * bursts that a plan can have, all stays below 2⁵³.
 */
export class RateLevel {
  #rule: RateRule;
  #level = 0;
  #at = Number.NEGATIVE_INFINITY;

  constructor(rule: RateRule) {
    this.#rule = rule;
  }

  /** Takes another rule over: as many requests are in the vessel as were, rounded up, at most what it holds. */
  follow(rule: RateRule): void {
    const { requests, perMs, burst } = this.#rule;
    if (rule.requests === requests && rule.perMs === perMs && rule.burst === burst) return;
    const inside = Math.ceil(this.#level / perMs);
    this.#rule = rule;
    this.#level = Math.min(inside, rule.burst) * rule.perMs;
  }

  /** Requests that may come now, at `now` (epoch ms). Time never goes back: an earlier instant counts as the last one. */
  freeAt(now: number): number {
    this.#leak(now);
    const { perMs, burst } = this.#rule;
    return Math.floor((burst * perMs - this.#level) / perMs);
  }

  /** Ms until one more than now may come, as of the last look; 0 when the vessel is empty. */
  waitMs(): number {
    const { requests, perMs } = this.#rule;
    const over = this.#level % perMs;
    if (this.#level === 0) return 0;
    return Math.ceil((over === 0 ? perMs : over) / requests);
  }

  /** One request goes through. To be called only when `freeAt` said so. */
  pour(): void {
    this.#level += this.#rule.perMs;
  }

  #leak(now: number): void {
    if (now <= this.#at) return;
    const elapsed = now - this.#at;
    this.#at = now;
    // Where the quotient is the larger one, the product stays below the level.
    this.#level = elapsed >= this.#level / this.#rule.requests ? 0 : this.#level - elapsed * this.#rule.requests;
  }
}
