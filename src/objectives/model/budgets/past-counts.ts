import { floorTo } from "#kernel";
import type { BudgetingMethod } from "../objective.ts";
import { sliceVerdict } from "../engine/slices.ts";
import type { CountCells } from "../engine/walk.ts";

/** Which counts of a row are wanted: those in [from, to), in buckets that align to the epoch, and the pace in [paceFrom, to). */
export interface PastQuery {
  readonly from: number;
  readonly to: number;
  readonly bucketMs: number;
  /** May lie before `from`. */
  readonly paceFrom: number;
  /** In whose unit they are counted. */
  readonly method: BudgetingMethod;
}

/** Counts in the unit of the method; of RatioTimeslices, bad in billionths of a slice. */
export interface PastSum {
  readonly valid: number;
  readonly bad: number;
}

/** Counts that lie in one bucket; those of slices lie at the start of their slice. */
export interface PastBucket extends PastSum {
  readonly start: number;
}

/** What is known of a row's past. */
export interface Past {
  /** Ascending; empty ones are left out. */
  readonly buckets: readonly PastBucket[];
  readonly pace: PastSum;
}

/** The past of some rows of a recorded history, in one pass over its cells. */
export class PastCounts {
  readonly #rows = new Map<number, { readonly query: PastQuery; readonly sums: Map<number, PastSum>; pace: PastSum }>();

  /** `queries`: by row; no other row is looked at. */
  constructor(cells: CountCells, queries: ReadonlyMap<number, PastQuery>) {
    for (const [row, query] of queries) this.#rows.set(row, { query, sums: new Map(), pace: NOTHING });
    for (let i = 0; i < cells.slots.length; i++) {
      const one = this.#rows.get(cells.rows[i] as number);
      const slot = cells.slots[i] as number;
      if (one === undefined || slot >= one.query.to) continue;
      const { from, paceFrom, method, bucketMs } = one.query;
      const counts = { valid: cells.valid[i] as number, bad: cells.bad[i] as number };
      const sliced = method.kind !== "Occurrences";
      if (slot >= (sliced ? Math.min(from, paceFrom) : from)) {
        const start = floorTo(slot, sliced ? method.sliceMs : bucketMs);
        one.sums.set(start, plus(one.sums.get(start) ?? NOTHING, counts));
      }
      if (slot >= paceFrom) one.pace = plus(one.pace, counts);
    }
  }

  /** Nothing for a row without a query. */
  of(row: number): Past {
    const one = this.#rows.get(row);
    if (one === undefined) return { buckets: [], pace: NOTHING };
    const { query, sums, pace } = one;
    const ordered = [...sums].toSorted(([a], [b]) => a - b).map(([start, sum]) => ({ start, ...sum }));
    const { method } = query;
    if (method.kind === "Occurrences") return { buckets: ordered, pace };
    const slices = ordered
      .filter(({ start }) => start + method.sliceMs <= query.to)
      .map(({ start, valid, bad }) => ({ start, ...sliceVerdict(method, valid, bad) }));
    return {
      buckets: slices.filter(({ start }) => start >= query.from),
      pace: slices.filter(({ start }) => start >= query.paceFrom).reduce<PastSum>(plus, NOTHING),
    };
  }
}

const NOTHING: PastSum = { valid: 0, bad: 0 };

function plus(a: PastSum, b: PastSum): PastSum {
  return { valid: a.valid + b.valid, bad: a.bad + b.bad };
}
