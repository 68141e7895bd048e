import type { Interval } from "#kernel";
import type { Objective, ObjectiveWindow } from "../objective.ts";
import { budgetOf } from "./budget.ts";
import { compositeBurn } from "../engine/composites.ts";
import type { Engine } from "../engine/engine.ts";

/** How much of an objective's error budget was left as time went on, for the API as a whole. */
export interface BurnDown {
  readonly objective: string;
  /** Ascending; `remaining` is signed and may exceed nothing: 1 = the whole budget. */
  readonly points: readonly { readonly at: number; readonly remaining: number }[];
}

/** Counts of an objective as a whole at an instant. */
export interface BurnDownNote extends NotedCounts {
  readonly at: number;
}

/** Counts of a window that began at `from`, at an instant; a composite's burn rate is not that of its counts. */
export interface NotedCounts {
  readonly from: number;
  readonly valid: number;
  readonly bad: number;
  readonly burnRate: number | null;
}

/**
 * Notes the counts of the window at some instants of a walk. The budget is that of all requests of a calendar period
 * (until its last note), and of a rolling window as long as the history is not longer: so a line only falls, by what
 * was spent. Of longer histories it is that of the window at the instant.
 */
export class BurnDownNotes {
  readonly #engine: Engine;
  readonly #span: Interval;
  /** By objective. */
  readonly #notes: readonly BurnDownNote[][];

  constructor(engine: Engine, span: Interval) {
    this.#engine = engine;
    this.#span = span;
    this.#notes = engine.instances.objectives.map(() => []);
  }

  note(at: number): void {
    this.#notes.forEach((notes, objective) => notes.push(noteOf(this.#engine, objective, at)));
  }

  lines(): BurnDown[] {
    const { objectives } = this.#engine.instances;
    return this.#notes.map((notes, index) => lineOf(objectives[index] as Objective, notes, this.#span));
  }
}

/** The counts of an objective now, at `at`. */
export function noteOf(engine: Engine, objective: number, at: number): BurnDownNote {
  const row = engine.instances.baseOf(objective);
  const { period, unit } = engine.policyOf(row);
  const from = engine.fromOf(row);
  const composite = engine.composite(row);
  if (composite !== undefined) {
    const { valid, bad, burnRate } = compositeBurn(composite, engine, (policy) => policy.period);
    return { at, from, valid, bad, burnRate };
  }
  const bad = engine.badOf(row, period) / unit;
  return { at, from, valid: engine.validOf(row, period), bad, burnRate: null };
}

/** The line through the notes of an objective, from the start of `span`; the last note was taken at its end. */
export function lineOf(
  { name, targetPpm, window }: Objective,
  notes: readonly BurnDownNote[],
  span: Interval,
): BurnDown {
  const whole = wholeOf(window, notes, span);
  const points = notes.map(({ at, from, valid, bad, burnRate }) => {
    const budget = budgetOf({ targetPpm }, whole(from) ?? valid, bad);
    return { at, remaining: burnRate === null ? budget.remaining : 1 - burnRate };
  });
  return { objective: name, points: [{ at: span.from, remaining: 1 }, ...points] };
}

/** The valid requests of the whole period that began at an instant; undefined where the budget is that of the window. */
function wholeOf(
  window: ObjectiveWindow,
  notes: readonly NotedCounts[],
  span: Interval,
): (from: number) => number | undefined {
  if (window.kind === "rolling") {
    const isShort = span.to - span.from <= window.lengthMs;
    return () => (isShort ? notes.at(-1)?.valid : undefined);
  }
  const last = new Map(notes.map(({ from, valid }) => [from, valid]));
  return (from) => last.get(from);
}
