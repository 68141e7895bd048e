import { templateOf } from "./path-template.ts";

/** Requests of one kind that no operation of the document fits. */
export interface UnmatchedPath {
  readonly method: string;
  /** With `{id}` for what looks like one. */
  readonly path: string;
  readonly count: number;
}

/** Kinds that are told apart, of one API. */
const KINDS_MAX = 1_000;
/** Twice as many are counted until the rarest half is given up. */
const COUNTED_MAX = 2 * KINDS_MAX;
const PATH_CHARACTERS_MAX = 200;

/**
 * Counts requests that are in no operation, by method and what their path would be guessed to be. At most 2,000 kinds of
 * 200 characters are in memory; when there are more, the rarest half becomes one number. So what comes often is counted
 * well, and a scanner's million inventions cost nothing but that number.
 */
export class UnmatchedPaths {
  readonly #counts = new Map<string, number>();
  #others = 0;

  /** `path` without query, and as it may be kept. */
  count(method: string, path: string): void {
    const key = `${method} ${templateOf(path.slice(0, 2 * PATH_CHARACTERS_MAX)).slice(0, PATH_CHARACTERS_MAX)}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    if (this.#counts.size > COUNTED_MAX) this.#giveUpRarest();
  }

  /** The most frequent first, at most 1,000; `others`: requests of kinds beside them. */
  list(): { readonly items: readonly UnmatchedPath[]; readonly others: number } {
    const sorted = [...this.#counts].toSorted((one, other) => other[1] - one[1]);
    const items = sorted.slice(0, KINDS_MAX).map(([key, count]): UnmatchedPath => {
      const space = key.indexOf(" ");
      return { method: key.slice(0, space), path: key.slice(space + 1), count };
    });
    return { items, others: sorted.slice(KINDS_MAX).reduce((sum, [, count]) => sum + count, this.#others) };
  }

  #giveUpRarest(): void {
    const sorted = [...this.#counts].toSorted((one, other) => other[1] - one[1]);
    for (const [key, count] of sorted.slice(KINDS_MAX)) {
      this.#counts.delete(key);
      this.#others += count;
    }
  }
}
