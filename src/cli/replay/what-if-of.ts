import { isWholeApi, type ObjectiveResult, type Recorded, RowHistory, whatIfTable } from "#objectives";
import type { TriedTargets } from "./report.ts";

/** A report is not a study: the verb `objectives whatif` tries the rest. */
const OBJECTIVES_MAX = 3;

/** A few other targets for the availability of whole APIs, those with the most valid requests first. */
export function whatIfOf(recorded: Recorded, results: readonly ObjectiveResult[]): TriedTargets[] {
  const { instances, guard } = recorded;
  const rows = instances.objectives.flatMap((objective, index) =>
    objective.indicator.kind === "availability" && isWholeApi(objective) ? [instances.baseOf(index)] : [],
  );
  const validOf = (row: number): number => results[row]?.valid ?? 0;
  return rows
    .filter((row) => validOf(row) > 0)
    .toSorted((a, b) => validOf(b) - validOf(a))
    .slice(0, OBJECTIVES_MAX)
    .map((row) => {
      const question = { targetsPpm: "near", guard, zone: "UTC" } as const;
      const { objective, outages, present, candidates } = whatIfTable(new RowHistory(recorded, row), question);
      return { objective, outages, present: settled(present), candidates: candidates.map(settled) };
    });
}

type Settled = TriedTargets["present"];

function settled({ targetPpm, remaining, load, outagesMissed }: Settled): Settled {
  return { targetPpm, remaining, load, outagesMissed };
}
