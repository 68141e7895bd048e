import { NO_DURATION } from "#records";
import { type ClassIndicator, indicatorTables } from "./indicator.ts";

/** GOOD, BAD or EXCLUDED by class and duration, for the loop over all records. */
export class ClassJudge {
  readonly #thresholdUs: number;
  readonly #tables: ReturnType<typeof indicatorTables>;

  constructor(indicator: ClassIndicator) {
    this.#thresholdUs = indicator.kind === "latency" ? indicator.thresholdUs : 0;
    this.#tables = indicatorTables(indicator);
  }

  of(classCode: number, durationUs: number): number {
    if (durationUs === NO_DURATION) return this.#tables.unknown[classCode] as number;
    return (durationUs > this.#thresholdUs ? this.#tables.slow : this.#tables.fast)[classCode] as number;
  }
}
