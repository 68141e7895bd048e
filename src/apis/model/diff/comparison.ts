import type { ApiChange } from "./change-rules.ts";
import { References } from "./references.ts";

/** Schemas that are compared for one pair of documents. */
const STEPS_MAX = 100_000;
const CHANGES_MAX = 1_000;

/** A document that is compared. */
export interface Side {
  readonly document: unknown;
  readonly references: References;
}

/** Two documents that are being compared, what was found, and how much work may still be done. */
export class Comparison {
  readonly before: Side;
  readonly after: Side;
  /** Also of those that there was no room for. */
  readonly counts = { all: 0, breaking: 0 };
  readonly #breaking: ApiChange[] = [];
  readonly #others: ApiChange[] = [];
  #steps = 0;

  constructor(before: unknown, after: unknown) {
    this.before = { document: before, references: new References(before) };
    this.after = { document: after, references: new References(after) };
  }

  /** The first 1,000, those that break first: however much else is different, none of them gives way to what breaks nothing. */
  get changes(): readonly ApiChange[] {
    return [...this.#breaking, ...this.#others].slice(0, CHANGES_MAX);
  }

  /** Everything was compared. */
  get isComplete(): boolean {
    return this.#steps <= STEPS_MAX;
  }

  /** Asks for one more schema; false when it was enough. */
  step(): boolean {
    this.#steps++;
    return this.isComplete;
  }

  add(change: ApiChange): void {
    this.counts.all++;
    if (change.breaking) this.counts.breaking++;
    const alike = change.breaking ? this.#breaking : this.#others;
    if (alike.length < CHANGES_MAX) alike.push(change);
  }
}
