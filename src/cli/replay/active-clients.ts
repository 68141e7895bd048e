import type { Interval } from "#kernel";
import { GRID_MS, keyOf, seriesOf } from "#objectives";
import { isClient, type SeriesKey } from "./series.ts";
import type { Work } from "./work.ts";

/** Cells looked at for all alerts together; beyond it the number is not told. */
const LOOKED_MAX = 20_000_000;

/** How many clients of an API had any request in a window. */
export class ActiveClients {
  readonly #keys: Float64Array;
  readonly #series: readonly SeriesKey[];
  #left = LOOKED_MAX;

  constructor(measured: Work["measured"], keys: Float64Array) {
    this.#keys = keys;
    this.#series = measured.series.keys;
  }

  /** Exact; null when telling it would take too long. */
  countIn(api: number, { from, to }: Interval): number | null {
    const first = this.#firstFrom(from);
    const end = this.#firstFrom(to);
    this.#left -= end - first;
    if (this.#left < 0) return null;
    const clients = new Set<number>();
    for (let i = first; i < end; i++) {
      const key = this.#series[seriesOf(this.#keys[i] as number)] as SeriesKey;
      if (key.api === api && isClient(key)) clients.add(key.client ?? 0);
    }
    return clients.size;
  }

  #firstFrom(at: number): number {
    const wanted = keyOf(at / GRID_MS, 0);
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
