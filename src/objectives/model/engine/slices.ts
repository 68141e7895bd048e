import { floorTo, MINUTE_MS, PPM, type SaveReader, type SaveWriter } from "#kernel";
import { RATIO_UNIT } from "../alerts/policy.ts";
import type { BudgetingMethod } from "../objective.ts";

/** Slices this long after their end still take late requests; then their requests are forgotten. */
const KEPT_MS = 10 * MINUTE_MS;

/** Rows between two yields: a millisecond or less. */
const TOLD_IN_A_SLICE = 1024;

/** Numbers that a row of a slice is saved as. */
const SAVED_FIELDS = 6;

/** A budgeting method in which time counts. */
export type SliceMethod = Exclude<BudgetingMethod, { readonly kind: "Occurrences" }>;

interface SliceCounts {
  valid: number;
  bad: number;
  /** What the slice was last counted as. */
  counted: SliceVerdict;
}

/** One slice of many rows. */
interface OpenSlice {
  readonly rows: Map<number, SliceCounts>;
  /** Rows that are to be told anew. */
  readonly changed: Set<number>;
}

const NOTHING: SliceVerdict = { valid: 0, bad: 0 };

/** What a slice adds to the sums: nothing when empty; else 1 valid, and as bad its verdict (Timeslices: 0 or 1; RatioTimeslices: its error ratio in billionths). */
export interface SliceVerdict {
  readonly valid: number;
  readonly bad: number;
}

/** Takes what a slice adds: for the slot at which the slice starts, negative when an earlier verdict is corrected. */
export type CountSlice = (start: number, row: number, delta: SliceVerdict) => void;

/** A correction of requests long past. */
export interface SliceCorrection {
  /** The requests of the whole slice until now. */
  readonly before: SliceVerdict;
  readonly delta: SliceVerdict;
  readonly count: CountSlice;
}

/** Folds the requests of one method to slices, for many rows. A slice is told when it has ended, and again when a late request changes it. */
export class Slices {
  readonly #method: SliceMethod;
  readonly #open = new Map<number, OpenSlice>();
  #closedAt = Number.NEGATIVE_INFINITY;

  constructor(method: SliceMethod) {
    this.#method = method;
  }

  /** Adds requests (or corrects them, when negative) to the slice that holds this slot. */
  count(slot: number, row: number, { valid, bad }: SliceVerdict): void {
    const start = floorTo(slot, this.#method.sliceMs);
    let slice = this.#open.get(start);
    if (slice === undefined) this.#open.set(start, (slice = { rows: new Map(), changed: new Set() }));
    slice.changed.add(row);
    const counts = slice.rows.get(row);
    if (counts === undefined) slice.rows.set(row, { valid, bad, counted: NOTHING });
    else {
      counts.valid += valid;
      counts.bad += bad;
    }
  }

  /** Corrects requests long past. A slice that still takes late ones is told again when it has ended; one that is forgotten is moved from the verdict of what it had, `before`. */
  correct(slot: number, row: number, { before, delta, count }: SliceCorrection): void {
    const start = floorTo(slot, this.#method.sliceMs);
    const isKept = start + this.#method.sliceMs + KEPT_MS > this.#closedAt;
    if (this.#open.get(start)?.rows.has(row) === true || (isKept && before.valid === 0)) {
      this.count(slot, row, delta);
      return;
    }
    const was = sliceVerdict(this.#method, before.valid, before.bad);
    const is = sliceVerdict(this.#method, before.valid + delta.valid, before.bad + delta.bad);
    count(start, row, { valid: is.valid - was.valid, bad: is.bad - was.bad });
  }

  /** Tells the slices that ended at `at` or before and are new or changed, in slices of time. Adding in between is allowed. */
  *close(at: number, count: CountSlice): Generator<void, void> {
    this.#closedAt = at;
    for (const [start, { rows, changed }] of this.#open) {
      const end = start + this.#method.sliceMs;
      if (end > at) continue;
      let told = 0;
      for (const row of changed) {
        // First, so that a row which changes again meanwhile comes again.
        changed.delete(row);
        tell(rows.get(row) as SliceCounts, this.#method, (delta) => count(start, row, delta));
        if (++told % TOLD_IN_A_SLICE === 0) yield;
      }
      if (end + KEPT_MS <= at) this.#open.delete(start);
    }
  }

  save(to: SaveWriter): void {
    to.numbers("closedAt", Float64Array.of(this.#closedAt));
    to.numbers("starts", Float64Array.from(this.#open.keys()));
    for (const [start, { rows, changed }] of this.#open) {
      const flat = [...rows].flatMap(([row, { valid, bad, counted }]) => [
        row,
        valid,
        bad,
        counted.valid,
        counted.bad,
        changed.has(row) ? 1 : 0,
      ]);
      to.numbers(`slice${start}`, Float64Array.from(flat));
    }
  }

  restore(from: SaveReader): void {
    this.#closedAt = from.float64("closedAt")[0] as number;
    for (const start of from.float64("starts")) {
      const flat = from.float64(`slice${start}`);
      const slice: OpenSlice = { rows: new Map(), changed: new Set() };
      for (let at = 0; at < flat.length; at += SAVED_FIELDS) {
        const [row, valid, bad, countedValid, countedBad, changed] = flat.subarray(at, at + SAVED_FIELDS);
        const counted = { valid: countedValid as number, bad: countedBad as number };
        slice.rows.set(row as number, { valid: valid as number, bad: bad as number, counted });
        if (changed === 1) slice.changed.add(row as number);
      }
      this.#open.set(start, slice);
    }
  }

  /** The end of the first slice that was not told yet; Infinity when there is none. */
  nextEnd(after: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const start of this.#open.keys()) {
      const end = start + this.#method.sliceMs;
      if (end > after) next = Math.min(next, end);
    }
    return next;
  }
}

/** What a slice with these requests counts as. Half-even rounding to billionths; exact for the integers. */
export function sliceVerdict(method: SliceMethod, valid: number, bad: number): SliceVerdict {
  if (valid <= 0) return { valid: 0, bad: 0 };
  if (method.kind === "Timeslices") {
    const good = (valid - bad) * PPM >= method.sliceTargetPpm * valid;
    return { valid: 1, bad: good ? 0 : 1 };
  }
  return { valid: 1, bad: billionths(bad, valid) };
}

function tell(counts: SliceCounts, method: SliceMethod, count: (delta: SliceVerdict) => void): void {
  const before = counts.counted;
  const after = sliceVerdict(method, counts.valid, counts.bad);
  counts.counted = after;
  if (before.valid === after.valid && before.bad === after.bad) return;
  count({ valid: after.valid - before.valid, bad: after.bad - before.bad });
}

function billionths(part: number, whole: number): number {
  const scaled = BigInt(part) * BigInt(RATIO_UNIT);
  const quotient = scaled / BigInt(whole);
  const twice = 2n * (scaled - quotient * BigInt(whole));
  const up = twice > BigInt(whole) || (twice === BigInt(whole) && quotient % 2n === 1n);
  return Number(up ? quotient + 1n : quotient);
}
