import type { Interval } from "#kernel";
import { periodMsOf } from "../objective.ts";
import { budgetOf } from "./budget.ts";
import { compositeBurn } from "../engine/composites.ts";
import type { Engine } from "../engine/engine.ts";

/** How much of an objective's error budget was left as time went on, for the API as a whole. */
export interface BurnDown {
  readonly objective: string;
  /** Ascending; `remaining` is signed and may exceed nothing: 1 = the whole budget. */
  readonly points: readonly { readonly at: number; readonly remaining: number }[];
}

/** Counts of a period at an instant; a composite's burn rate is not that of its counts. */
interface NotedCounts {
  readonly valid: number;
  readonly bad: number;
  readonly burnRate: number | null;
}

const NOTHING: NotedCounts = { valid: 0, bad: 0, burnRate: null };

/**
 * Notes the counts of the period at some instants of a walk. While the history is not longer than the period, the
 * budget is that of all its requests, so that a line only falls, by what was spent; later it is that of the window.
 */
export class BurnDownNotes {
  readonly #engine: Engine;
  readonly #span: Interval;
  readonly #notes: { readonly at: number; readonly counts: readonly NotedCounts[] }[] = [];

  constructor(engine: Engine, span: Interval) {
    this.#engine = engine;
    this.#span = span;
  }

  note(at: number): void {
    const { instances } = this.#engine;
    const counts = instances.objectives.map((_, objective) => {
      const row = instances.baseOf(objective);
      const { period, unit } = this.#engine.policyOf(row);
      const composite = this.#engine.composite(row);
      if (composite !== undefined) return compositeBurn(composite, this.#engine, (policy) => policy.period);
      return { valid: this.#engine.validOf(row, period), bad: this.#engine.badOf(row, period) / unit, burnRate: null };
    });
    this.#notes.push({ at, counts });
  }

  lines(): BurnDown[] {
    const { instances } = this.#engine;
    return instances.objectives.map(({ name, targetPpm, window }, objective) => {
      const whole =
        this.#span.to - this.#span.from <= periodMsOf(window)
          ? this.#notes.at(-1)?.counts[objective]?.valid
          : undefined;
      const points = this.#notes.map(({ at, counts }) => {
        const { valid, bad, burnRate } = counts[objective] ?? NOTHING;
        const remaining = burnRate === null ? budgetOf({ targetPpm }, whole ?? valid, bad).remaining : 1 - burnRate;
        return { at, remaining };
      });
      return { objective: name, points: [{ at: this.#span.from, remaining: 1 }, ...points] };
    });
  }
}
