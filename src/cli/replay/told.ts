import { ASKED_DIMENSIONS, type AskedDimension, type RecordColumns } from "#records";
import { filterDimensionsOf, type Objective } from "#objectives";

/** What a record may leave untold, and a filter may ask for. */
export type Tellable = AskedDimension | "client" | "durationMs";

const TELLABLE: readonly Tellable[] = [...ASKED_DIMENSIONS, "client", "durationMs"];

/** Which dimensions filters ask for, and whether any record of the log tells them. */
export class Told {
  /** Asked for, and told by no record so far. */
  readonly untold: Set<Tellable>;
  /** Columns that a decoder must fill for them; the release always, as alerts tell whether one release burned the budget. */
  readonly dimensions: readonly AskedDimension[];

  constructor(objectives: readonly Objective[]) {
    this.untold = new Set(objectives.flatMap(tellableIn));
    this.dimensions = ASKED_DIMENSIONS.filter((dimension) => dimension === "release" || this.untold.has(dimension));
  }

  look(columns: RecordColumns): void {
    for (const dimension of this.untold) {
      const values = dimension === "durationMs" ? columns.durationUs : columns[dimension];
      // Ids and durations are never below 0; what is not told is.
      if (values.subarray(0, columns.length).some((value) => value >= 0)) this.untold.delete(dimension);
    }
  }

  /** What the filters of an objective ask for and no record tells. */
  untoldOf(objective: Objective): Tellable[] {
    return tellableIn(objective).filter((dimension) => this.untold.has(dimension));
  }
}

function tellableIn(objective: Objective): Tellable[] {
  const asked = filterDimensionsOf(objective);
  return TELLABLE.filter((dimension) => asked.has(dimension));
}
