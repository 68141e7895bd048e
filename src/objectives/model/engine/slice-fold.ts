import type { SaveReader, SaveWriter } from "#kernel";
import type { Policy } from "../alerts/policy.ts";
import { type CountSlice, type SliceVerdict, Slices } from "./slices.ts";

/** Requests of a row in a slot. */
export interface SlotCounts {
  readonly slot: number;
  readonly row: number;
  readonly counts: SliceVerdict;
}

/** Between requests and sums, for the objectives whose budget is counted in slices; all others pass by. */
export class SliceFold {
  /** By objective. */
  readonly #folds: readonly (Slices | undefined)[];
  readonly #count: CountSlice;

  constructor(policies: readonly Policy[], count: CountSlice) {
    this.#folds = policies.map(({ method }) => (method.kind === "Occurrences" ? undefined : new Slices(method)));
    this.#count = count;
  }

  /** The slices of an objective, to which its requests are added; undefined when it counts none. */
  of(objective: number): Slices | undefined {
    return this.#folds[objective];
  }

  /** Takes requests for a slice that is long past and had `before`; false when the objective counts no slices. */
  correct(objective: number, { slot, row, counts }: SlotCounts, before: SliceVerdict): boolean {
    const fold = this.#folds[objective];
    fold?.correct(slot, row, { before, delta: counts, count: this.#count });
    return fold !== undefined;
  }

  /** Counts the slices that have ended at `at`, in slices of time. */
  *close(at: number): Generator<void, void> {
    for (const fold of this.#folds) if (fold !== undefined) yield* fold.close(at, this.#count);
  }

  save(to: SaveWriter): void {
    this.#folds.forEach((fold, objective) => fold?.save(to.within(String(objective))));
  }

  restore(from: SaveReader): void {
    this.#folds.forEach((fold, objective) => fold?.restore(from.within(String(objective))));
  }

  /** The first end of a slice after `after`; Infinity when none is open. */
  nextEnd(after: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const fold of this.#folds) next = Math.min(next, fold?.nextEnd(after) ?? next);
    return next;
  }
}
