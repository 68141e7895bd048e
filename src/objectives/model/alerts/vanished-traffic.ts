import { DAY_MS, HOUR_MS, type Interval, invariant, MINUTE_MS, type SaveReader, type SaveWriter } from "#kernel";
import { GRID_MS } from "../engine/windows.ts";

/** Alerts beside the engine are looked at this often. */
export const SIDE_STEP_MS = MINUTE_MS;

const WEEK_MS = 7 * DAY_MS;
const WEEKS = [1, 2, 3, 4];
const VOTES_LEAST = 2;
const EXPECTED_LEAST = 100;
/** Below one in so many of what is expected, traffic has vanished. */
const VANISHED_BELOW = 10;

/** The requests of the same hour so many weeks ago. */
export interface WeekVote {
  readonly weeksAgo: number;
  readonly requests: number;
}

/** The trailing hour of an API, compared with the same hour of the weeks before. */
export interface TrafficFacts {
  readonly window: Interval;
  readonly requests: number;
  /** Median of the votes: the mean of the two in the middle where they are even. */
  readonly expected: number;
  /** The weeks that were measured, the last one first; two at least. */
  readonly votes: readonly WeekVote[];
}

/** What changed at an instant. */
export type TrafficChange =
  | { readonly what: "vanishes"; readonly facts: TrafficFacts }
  /** A tenth of what is expected came again in an hour. */
  | { readonly what: "resolves" }
  /** Less than 100 requests are expected by now: nothing can be told. */
  | { readonly what: "lapses" };

/** What the rule must know of an API beside its counts. */
export interface TrafficTerms {
  /** When the measurement began. */
  readonly startedAt: number;
  /** The rule is evaluated in steps of this, which the counts' slots divide; it divides the hour. */
  readonly stepMs: number;
  /** Where a step begins, as slots need not begin on the hour; the epoch when absent. */
  readonly origin?: number;
  /** Whether an interval may be judged: enough of it was watched, and it was not excluded. */
  readonly isMeasured: (interval: Interval) => boolean;
}

/** The step for counts in slots of this length; null where the rule cannot be applied, as the hour is not made of whole slots. */
export function trafficStepMs(slotMs: number = GRID_MS): number | null {
  const stepMs = SIDE_STEP_MS % slotMs === 0 ? SIDE_STEP_MS : slotMs;
  return HOUR_MS % stepMs === 0 ? stepMs : null;
}

/**
 * Traffic of one API that stays away: fewer requests in the trailing hour than a tenth of the median of the same hour
 * in the last four weeks (shifted by 7 · 24 h), where 100 at least are expected. A week that was not measured, or lies
 * before the start, has no vote; two votes are needed. While the trailing hour itself was not measured, nothing changes.
 * A step costs ten additions. Memory: 8 B for each step of four weeks, 320 kB an API.
 */
export class VanishedTraffic {
  /** In a shorter history no instant has the votes that it needs. */
  static readonly leastMs = VOTES_LEAST * WEEK_MS + HOUR_MS;
  readonly #terms: TrafficTerms;
  readonly #origin: number;
  readonly #hour: number;
  readonly #week: number;
  /** Requests by step, the last four weeks and an hour. */
  readonly #ring: Float64Array;
  /** Before this step the ring is empty. */
  #oldest = Number.POSITIVE_INFINITY;
  /** Steps that are not over yet. */
  readonly #coming = new Map<number, number>();
  /** Requests of the trailing hour, and of the same hour 1, 2, 3 and 4 weeks ago. */
  readonly #sums = [0, ...WEEKS.map(() => 0)];
  /** All that is in the ring. */
  #total = 0;
  /** The first step that is not over. */
  #head: number;
  #firing = false;

  constructor(terms: TrafficTerms) {
    this.#terms = terms;
    this.#origin = terms.origin ?? 0;
    this.#hour = HOUR_MS / terms.stepMs;
    this.#week = WEEK_MS / terms.stepMs;
    this.#ring = new Float64Array(WEEKS.length * this.#week + this.#hour + 1);
    this.#head = this.#stepOf(terms.startedAt);
  }

  /** Adds requests to a slot; late ones too. What lies more than four weeks back is not needed. */
  count(slot: number, requests: number): void {
    const step = this.#stepOf(slot);
    if (step >= this.#head) {
      this.#coming.set(step, (this.#coming.get(step) ?? 0) + requests);
      return;
    }
    if (step <= this.#head - this.#ring.length) return;
    this.#add(step, requests);
    this.#sums.forEach((sum, weeks) => {
      const end = this.#head - weeks * this.#week;
      if (step < end && step >= end - this.#hour) this.#sums[weeks] = sum + requests;
    });
  }

  /** Goes to `at`, the end of a step after the last one, and says what changed. Sees the steps that ended at it or before. */
  tick(at: number): TrafficChange | null {
    const target = this.#stepOf(at);
    invariant(this.#startOf(target) === at && target >= this.#head, `cannot look for vanished traffic at ${at}`);
    while (this.#head < target) this.#advance(target);
    const change = this.#decide(at);
    if (change !== null) this.#firing = change.what === "vanishes";
    return change;
  }

  save(to: SaveWriter): void {
    const filled = this.#filled();
    // Of a young API, or a quiet one, most of the ring is empty.
    if (filled.length < this.#ring.length) to.numbers("filled", Float64Array.from(filled));
    else to.numbers("ring", this.#ring);
    to.numbers("coming", Float64Array.from([...this.#coming].flat()));
    to.numbers("sums", Float64Array.of(this.#head, this.#total, this.#firing ? 1 : 0, ...this.#sums));
  }

  /** Into one made with the same terms. */
  restore(from: SaveReader): void {
    if (from.has("filled")) this.#refill(from.float64("filled"));
    else {
      this.#ring.set(from.float64("ring"));
      this.#oldest = Number.NEGATIVE_INFINITY;
    }
    const coming = from.float64("coming");
    for (let i = 0; i < coming.length; i += 2) this.#coming.set(coming[i] as number, coming[i + 1] as number);
    const [head, total, firing, ...sums] = from.float64("sums");
    this.#head = head as number;
    this.#total = total as number;
    this.#firing = firing === 1;
    sums.forEach((sum, weeks) => (this.#sums[weeks] = sum));
  }

  /** The next instant at which anything can change; Infinity while nothing was counted for four weeks and nothing is to come. */
  get nextAt(): number {
    return this.#startOf((this.#total > 0 || this.#firing ? this.#head : this.#nextComing()) + 1);
  }

  /** Step and requests of each step that had any, in turn; no more of them once they are as long as the ring. */
  #filled(): number[] {
    const filled: number[] = [];
    const { length } = this.#ring;
    const first = Math.max(this.#oldest, this.#head - length);
    for (let step = first; step < this.#head && filled.length < length; step++) {
      const requests = this.#requestsOf(step);
      if (requests !== 0) filled.push(step, requests);
    }
    return filled;
  }

  #refill(filled: Float64Array): void {
    for (let i = 0; i < filled.length; i += 2) {
      const step = filled[i] as number;
      this.#ring[this.#placeOf(step)] = filled[i + 1] as number;
      this.#oldest = Math.min(this.#oldest, step);
    }
  }

  #advance(target: number): void {
    if (this.#total === 0) this.#head = Math.min(target, Math.max(this.#head, this.#nextComing()));
    if (this.#head === target) return;
    const step = this.#head++;
    // Its place still holds what is older than anybody asks for.
    this.#add(step, (this.#coming.get(step) ?? 0) - (this.#ring[this.#placeOf(step)] as number));
    this.#coming.delete(step);
    this.#sums.forEach((sum, weeks) => {
      const came = step - weeks * this.#week;
      this.#sums[weeks] = sum + this.#requestsOf(came) - this.#requestsOf(came - this.#hour);
    });
  }

  #decide(at: number): TrafficChange | null {
    const requests = this.#sums[0] as number;
    // As a median is at most the greatest, most steps end here.
    if (!this.#firing && requests * VANISHED_BELOW >= Math.max(...this.#sums.slice(1))) return null;
    const window = { from: at - HOUR_MS, to: at };
    if (!this.#isMeasured(window)) return null;
    const votes = this.#votesAt(window);
    const expected = votes.length < VOTES_LEAST ? 0 : medianOf(votes.map((vote) => vote.requests));
    const vanished = requests * VANISHED_BELOW < expected;
    if (!this.#firing) {
      const fires = vanished && expected >= EXPECTED_LEAST;
      return fires ? { what: "vanishes", facts: { window, requests, expected, votes } } : null;
    }
    if (expected < EXPECTED_LEAST) return { what: "lapses" };
    return vanished ? null : { what: "resolves" };
  }

  #votesAt({ from, to }: Interval): WeekVote[] {
    return WEEKS.flatMap((weeksAgo) => {
      const week = { from: from - weeksAgo * WEEK_MS, to: to - weeksAgo * WEEK_MS };
      return this.#isMeasured(week) ? [{ weeksAgo, requests: this.#sums[weeksAgo] as number }] : [];
    });
  }

  #isMeasured(interval: Interval): boolean {
    return interval.from >= this.#terms.startedAt && this.#terms.isMeasured(interval);
  }

  #stepOf(at: number): number {
    return Math.floor((at - this.#origin) / this.#terms.stepMs);
  }

  #startOf(step: number): number {
    return this.#origin + step * this.#terms.stepMs;
  }

  #add(step: number, requests: number): void {
    this.#oldest = Math.min(this.#oldest, step);
    const place = this.#placeOf(step);
    this.#ring[place] = (this.#ring[place] as number) + requests;
    this.#total += requests;
  }

  #requestsOf(step: number): number {
    return this.#ring[this.#placeOf(step)] as number;
  }

  #placeOf(step: number): number {
    const { length } = this.#ring;
    return ((step % length) + length) % length;
  }

  #nextComing(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const step of this.#coming.keys()) next = Math.min(next, step);
    return next;
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
