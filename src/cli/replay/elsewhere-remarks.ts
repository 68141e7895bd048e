import { countedElsewhere, type Objective } from "#objectives";

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
