import { ceilTo, floorTo, type Interval } from "#kernel";
import { PastCounts } from "./budgets/past-counts.ts";
import type { Engine } from "./engine/engine.ts";
import { RowSums, SlicedSums } from "./engine/row-sums.ts";
import type { SliceMethod, SliceVerdict } from "./engine/slices.ts";
import type { Separated } from "./exclude.ts";
import { Forecasts } from "./forecasts.ts";
import type { BesideSums, ExcludedSums } from "./objective-results.ts";
import type { ObjectiveResult, ResultWindow } from "./results.ts";

const NOTHING: SliceVerdict = { valid: 0, bad: 0 };

/** What an engine does not know, from a recorded history that it has walked to `at`. */
export class RecordedSums implements BesideSums {
  readonly #engine: Engine;
  readonly #at: number;
  readonly #excluded: RowSums;
  readonly #requests: RowSums;
  /** What rows that count slices would come to without exclusions. */
  readonly #slicesWithout: SlicedSums;
  readonly #forecasts: Forecasts;

  constructor(engine: Engine, { kept, excluded }: Separated, at: number) {
    this.#engine = engine;
    this.#at = at;
    const { instances } = engine;
    const wholes = instances.objectives
      .map((_, objective) => instances.baseOf(objective))
      .filter((row) => engine.composite(row) === undefined);
    this.#forecasts = new Forecasts(engine, at, (row) => past.of(row));
    const past = new PastCounts(kept, new Map(wholes.map((row) => [row, this.#forecasts.queryOf(row)])));
    this.#excluded = new RowSums(excluded, (row) => this.#spanOf(row));
    this.#requests = new RowSums(kept, (row) => this.#slicesSpanOf(row));
    this.#slicesWithout = new SlicedSums(
      [kept, excluded],
      (row) => (this.#excluded.of(row) === undefined ? null : this.#slicesSpanOf(row)),
      (row) => engine.policyOf(row).method as SliceMethod,
    );
  }

  requestsOf(row: number): SliceVerdict {
    return this.#requests.of(row) ?? NOTHING;
  }

  excludedOf(row: number): ExcludedSums | undefined {
    const taken = this.#excluded.of(row);
    if (taken === undefined) return undefined;
    const { method, period } = this.#engine.policyOf(row);
    if (method.kind !== "Occurrences") return { taken, without: this.#slicesWithout.of(row) };
    const valid = this.#engine.validOf(row, period) + taken.valid;
    return { taken, without: { valid, bad: this.#engine.badOf(row, period) + taken.bad } };
  }

  forecastOf(row: number, window: ResultWindow): Pick<ObjectiveResult, "forecast" | "period"> {
    return this.#forecasts.of(row, window);
  }

  #spanOf(row: number): Interval {
    return { from: this.#engine.fromOf(row), to: this.#at };
  }

  /** The slices that start in the window and are over; null where no slices are counted. */
  #slicesSpanOf(row: number): Interval | null {
    const { method } = this.#engine.policyOf(row);
    if (method.kind === "Occurrences") return null;
    const { from, to } = this.#spanOf(row);
    return { from: ceilTo(from, method.sliceMs), to: floorTo(to, method.sliceMs) };
  }
}
