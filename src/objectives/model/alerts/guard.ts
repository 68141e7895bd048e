import { binomialTail, guardLeast } from "#kernel";

const ALPHA = 0.01;
const BAD_LEAST = 2;
/** A little less than the 2.32635 beyond which a normal variable is with 1 %. */
const NORMAL_TAIL = 2.3263;
/** Small counts come again and again (many quiet clients); large ones hardly ever. */
const REMEMBERED_MAX = 4096;

/**
 * The binomial guard against low traffic: so many bad requests must be unlikely (less than 1 %) where the true error
 * ratio is just the threshold, and never fewer than two. It only delays firing, and hardly so at large counts.
 */
export class Guard {
  readonly #ratio: number;
  readonly #leastByN = new Map<number, number>();

  /** `ratio` is f · e, in (0, 1). */
  constructor(ratio: number) {
    this.#ratio = ratio;
  }

  /** The least number of bad requests among `n` that the guard lets fire: max(2, k). */
  least(n: number): number {
    const known = this.#leastByN.get(n);
    if (known !== undefined) return known;
    const least = Math.max(BAD_LEAST, guardLeast(n, this.#ratio, ALPHA));
    if (n < REMEMBERED_MAX) this.#leastByN.set(n, least);
    return least;
  }

  /** Whether bad ≥ `least(n)`, mostly without computing it. */
  passes(bad: number, n: number): boolean {
    if (bad < BAD_LEAST || bad <= n * this.#ratio) return false;
    if (n < REMEMBERED_MAX) return bad >= this.least(n);
    if (isLikely(bad, n, this.#ratio)) return false;
    return chernoffBound(bad, n, this.#ratio) < ALPHA || binomialTail(n, bad, this.#ratio) < ALPHA;
  }
}

/**
 * Whether P[X ≥ bad] ≥ 1 % without a doubt, for bad > n·p: it is at least that of a normal variable where p ≤ 1/4 (Slud
 * 1977). What is as likely is most of what burns at all, and would take the longest to compute.
 */
function isLikely(bad: number, n: number, p: number): boolean {
  return p <= 1 / 4 && bad - n * p <= NORMAL_TAIL * Math.sqrt(n * p * (1 - p));
}

/** P[X ≥ bad] ≤ exp(−n · D(bad/n ‖ p)) for bad > n·p (Chernoff 1952). */
function chernoffBound(bad: number, n: number, p: number): number {
  const good = n - bad;
  const goodPart = good === 0 ? 0 : good * Math.log(good / (n * (1 - p)));
  return Math.exp(-(bad * Math.log(bad / (n * p)) + goodPart));
}
