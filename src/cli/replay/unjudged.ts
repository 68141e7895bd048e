import { countedElsewhere, type Objective } from "#objectives";
import type { ByFilter } from "./counted.ts";
import type { Tellable, Told } from "./told.ts";

/** Objectives that no record can judge, because their counts are in another system. */
export function elsewhereRemarks(objectives: readonly Objective[]): string[] {
  return objectives.flatMap((objective) => {
    const elsewhere = countedElsewhere(objective, objectives);
    if (elsewhere === undefined) return [];
    const { by, member } = elsewhere;
    const who = member === undefined ? "it is" : `its member ${member} is`;
    return [`${objective.name} is not judged: ${who} counted by ${by}; evaluate it with plimsoll objectives evaluate.`];
  });
}

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
