import type { ByFilter } from "#objectives";
import type { Tellable, Told } from "./told.ts";

/** Filters that ask for what this log never tells, or that no request fits: a wrong name must not pass for a kept promise. */
export function filterRemarks(counted: readonly ByFilter[], told: Told): string[] {
  return counted.flatMap(({ objective, valid }) => {
    const untold = told.untoldOf(objective).map(nounOf).join(", ");
    if (untold === "") {
      return valid > 0
        ? []
        : [`${objective.name} has nothing to judge: no request fits its filter. Are the names right?`];
    }
    return valid > 0
      ? [`${objective.name} also asks for ${untold}, which no record of this log tells: such tests fit no request.`]
      : [`${objective.name} has nothing to judge: no record of this log tells its ${untold}.`];
  });
}

function nounOf(dimension: Tellable): string {
  return dimension === "durationMs" ? "duration" : dimension;
}
