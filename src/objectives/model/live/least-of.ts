/** The first `count` items in an order, sorted, without sorting all of them: what cannot be among them is dropped on the way. */
export function leastOf<T>(items: readonly T[], count: number, order: (a: T, b: T) => number): T[] {
  let kept: T[] = [];
  let worst: T | undefined;
  for (const item of items) {
    if (worst !== undefined && order(item, worst) >= 0) continue;
    kept.push(item);
    if (kept.length < 2 * count + KEPT_LEAST) continue;
    kept = kept.toSorted(order).slice(0, count);
    worst = kept.at(-1);
  }
  return kept.toSorted(order).slice(0, count);
}

const KEPT_LEAST = 64;
