import type { Interval } from "#kernel";
import type { ObjectiveWindow } from "../objective.ts";
import { budgetOf } from "./budget.ts";
import { compositeBurn } from "../engine/composites.ts";
import type { Engine } from "../engine/engine.ts";

/** How much of an objective's error budget was left as time went on, for the API as a whole. */
export interface BurnDown {
  readonly objective: string;
  /** Ascending; `remaining` is signed and may exceed nothing: 1 = the whole budget. */
  readonly points: readonly { readonly at: number; readonly remaining: number }[];
}

/** Counts of a window that began at `from`, at an instant; a composite's burn rate is not that of its counts. */
interface NotedCounts {
  readonly from: number;
  readonly valid: number;
  readonly bad: number;
  readonly burnRate: number | null;
}

/** Counts of all objectives. */
interface Note {
  readonly at: number;
  readonly counts: readonly NotedCounts[];
}

/**
 * Notes the counts of the window at some instants of a walk. The budget is that of all requests of a calendar period
 * (until its last note), and of a rolling window as long as the history is not longer: so a line only falls, by what
 * was spent. Of longer histories it is that of the window at the instant.
 */
export class BurnDownNotes {
  readonly #engine: Engine;
  readonly #span: Interval;
  readonly #notes: Note[] = [];

  constructor(engine: Engine, span: Interval) {
    this.#engine = engine;
    this.#span = span;
  }

  note(at: number): void {
    const { instances } = this.#engine;
    const counts = instances.objectives.map((_, objective) => {
      const row = instances.baseOf(objective);
      const { period, unit } = this.#engine.policyOf(row);
      const from = this.#engine.fromOf(row);
      const composite = this.#engine.composite(row);
      if (composite !== undefined) {
        return { from, ...compositeBurn(composite, this.#engine, (policy) => policy.period) };
      }
      const bad = this.#engine.badOf(row, period) / unit;
      return { from, valid: this.#engine.validOf(row, period), bad, burnRate: null };
    });
    this.#notes.push({ at, counts });
  }

  lines(): BurnDown[] {
    const { instances } = this.#engine;
    return instances.objectives.map(({ name, targetPpm, window }, objective) => {
      const notes = this.#notes.map(({ at, counts }) => ({ at, ...(counts[objective] as NotedCounts) }));
      const whole = this.#wholeOf(window, notes);
      const points = notes.map(({ at, from, valid, bad, burnRate }) => {
        const budget = budgetOf({ targetPpm }, whole(from) ?? valid, bad);
        return { at, remaining: burnRate === null ? budget.remaining : 1 - burnRate };
      });
      return { objective: name, points: [{ at: this.#span.from, remaining: 1 }, ...points] };
    });
  }

  /** The valid requests of the whole period that began at an instant; undefined where the budget is that of the window. */
  #wholeOf(window: ObjectiveWindow, notes: readonly NotedCounts[]): (from: number) => number | undefined {
    if (window.kind === "rolling") {
      const isShort = this.#span.to - this.#span.from <= window.lengthMs;
      return () => (isShort ? notes.at(-1)?.valid : undefined);
    }
    const last = new Map(notes.map(({ from, valid }) => [from, valid]));
    return (from) => last.get(from);
  }
}
