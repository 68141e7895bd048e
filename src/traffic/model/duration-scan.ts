import { DURATION } from "./cells.ts";
import type { DurationRows } from "./duration-rows.ts";
import { ID_SHIFT } from "./kpi-names.ts";
import { PART_ROWS_MAX, type Scanned, type ScannedRows } from "./scanned-rows.ts";

const LARGE = 2 ** 31;
const ONE_POINT = { firstMs: 0, pointMs: Infinity };

/** What a scan of durations adds to: of an id and a time, to row placeOf[id + ID_SHIFT] + the number of its point. */
export interface DurationSums {
  /** Below 0 = left out. */
  readonly placeOf: Int32Array;
  /** Points of a series; absent where all times are one. */
  readonly points?: { readonly firstMs: number; readonly pointMs: number };
  readonly durations: DurationRows;
}

/** Adds durations to their rows. */
export class DurationScan {
  readonly #targets = new Int32Array(PART_ROWS_MAX);
  readonly #ids = new Int32Array(PART_ROWS_MAX);
  readonly #buckets = new Int32Array(PART_ROWS_MAX);
  readonly #counts = new Int32Array(PART_ROWS_MAX);
  readonly #sums = new Float64Array(PART_ROWS_MAX);

  add(part: Scanned, sums: DurationSums): void {
    const { rows } = part;
    if (!this.#targetsOf(part, sums)) return;
    const { durations } = sums;
    const [targets, buckets, counts] = [this.#targets, this.#buckets, this.#counts];
    const bucketBase = rows.key(DURATION.BUCKET, buckets);
    const countBase = rows.most(0) < LARGE ? rows.sum(0, counts) : this.#addLarge(rows, bucketBase, durations);
    const added = { buckets, bucketBase, counts, countBase };
    // Sorted by id and time: a block is a few runs, each of one row.
    for (let start = 0; start < rows.length;) {
      const row = targets[start] as number;
      let end = start + 1;
      while (end < rows.length && targets[end] === row) end++;
      if (row >= 0) durations.add(row, added, [start, end]);
      start = end;
    }
  }

  /** Writes the row to which each is added, or −1; false when nothing is added. */
  #targetsOf({ rows, stepMs, within }: Scanned, { placeOf, points = ONE_POINT }: DurationSums): boolean {
    const [targets, ids] = [this.#targets, this.#ids];
    const [from, to] = [Math.ceil(within.from / stepMs), Math.ceil(within.to / stepMs)];
    const { firstMs, pointMs } = points;
    const only = rows.only(DURATION.TIME);
    if (only !== undefined && (only < from || only >= to)) return false;
    const idBase = rows.key(DURATION.ID, ids) + ID_SHIFT;
    if (only !== undefined) {
      const point = Math.floor((only * stepMs - firstMs) / pointMs);
      if (point < 0) return false;
      for (let i = 0; i < rows.length; i++) {
        const place = placeOf[idBase + (ids[i] as number)] as number;
        targets[i] = place < 0 ? -1 : place + point;
      }
      return true;
    }
    const timeBase = rows.key(DURATION.TIME, targets);
    for (let i = 0; i < rows.length; i++) {
      const time = timeBase + (targets[i] as number);
      const place = placeOf[idBase + (ids[i] as number)] as number;
      const point = time >= from && time < to ? Math.floor((time * stepMs - firstMs) / pointMs) : -1;
      targets[i] = place < 0 || point < 0 ? -1 : place + point;
    }
    return true;
  }

  /** Adds the counts that may not fit into 31 bits, and leaves the others in `#counts`. Answers their base. */
  #addLarge(rows: ScannedRows, bucketBase: number, durations: DurationRows): number {
    const base = rows.sum(0, this.#sums);
    for (let i = 0; i < rows.length; i++) {
      const count = base + (this.#sums[i] as number);
      const row = this.#targets[i] as number;
      this.#counts[i] = count < LARGE ? count : 0;
      if (count >= LARGE && row >= 0) durations.addLarge(row, bucketBase + (this.#buckets[i] as number), count);
    }
    return 0;
  }
}
