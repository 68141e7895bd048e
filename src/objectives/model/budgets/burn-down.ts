import type { Interval } from "#kernel";
import { budgetOf } from "./budget.ts";
import type { Engine } from "../engine/engine.ts";

/** How much of an objective's error budget was left as time went on, for the API as a whole. */
export interface BurnDown {
  readonly objective: string;
  /** Ascending; `remaining` is signed and may exceed nothing: 1 = the whole budget. */
  readonly points: readonly { readonly at: number; readonly remaining: number }[];
}

/**
 * Notes the counts of the period at some instants of a walk. While the history is not longer than the period, the
 * budget is that of all its requests, so that a line only falls, by what was spent; later it is that of the window.
 */
export class BurnDownNotes {
  readonly #engine: Engine;
  readonly #span: Interval;
  readonly #notes: { readonly at: number; readonly counts: readonly { valid: number; bad: number }[] }[] = [];

  constructor(engine: Engine, span: Interval) {
    this.#engine = engine;
    this.#span = span;
  }

  note(at: number): void {
    const { instances } = this.#engine;
    const counts = instances.objectives.map((_, objective) => {
      const row = instances.baseOf(objective);
      const { period } = this.#engine.policyOf(row);
      return { valid: this.#engine.validOf(row, period), bad: this.#engine.badOf(row, period) };
    });
    this.#notes.push({ at, counts });
  }

  lines(): BurnDown[] {
    const { instances } = this.#engine;
    return instances.objectives.map(({ name, targetPpm, windowMs }, objective) => {
      const whole =
        this.#span.to - this.#span.from <= windowMs ? this.#notes.at(-1)?.counts[objective]?.valid : undefined;
      const points = this.#notes.map(({ at, counts }) => {
        const { valid, bad } = counts[objective] ?? { valid: 0, bad: 0 };
        return { at, remaining: budgetOf(targetPpm, whole ?? valid, bad).remaining };
      });
      return { objective: name, points: [{ at: this.#span.from, remaining: 1 }, ...points] };
    });
  }
}
