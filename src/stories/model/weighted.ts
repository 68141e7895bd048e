import { invariant, type Random } from "#kernel";

/** Draws items by their shares (any scale, at least one above zero). */
export class Weighted<T extends { readonly share: number }> {
  readonly #items: readonly T[];
  readonly #sums: Float64Array;

  constructor(items: readonly T[]) {
    let sum = 0;
    this.#items = items;
    this.#sums = Float64Array.from(items, (item) => (sum += item.share));
    invariant(sum > 0, "there is nothing to draw from");
  }

  draw(random: Random): T {
    const wanted = random.next() * (this.#sums.at(-1) ?? 0);
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sums[middle] as number) > wanted) high = middle;
      else low = middle + 1;
    }
    return this.#items[low] as T;
  }
}
