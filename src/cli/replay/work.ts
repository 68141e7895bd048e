import type { Dictionaries } from "#records";
import type { Measurement } from "./measurement.ts";
import type { Reading } from "./reading.ts";
import type { Told } from "./told.ts";
import type { Scope } from "./scope.ts";

/** A replay when all inputs were read: what it measures against, how the reading went, and what was counted. */
export interface Work {
  readonly scope: Scope;
  readonly reading: Reading;
  readonly names: Dictionaries;
  readonly measured: Measurement;
  readonly told: Told;
  /** Keys of the cells, by slot, then series. */
  readonly keys: Float64Array;
}
