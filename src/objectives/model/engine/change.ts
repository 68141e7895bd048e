import type { Instances } from "./instances.ts";

/** A pair of an instance began or ceased to hold. */
export interface Change {
  readonly at: number;
  readonly row: number;
  /** Index in the rules of the row's policy. */
  readonly rule: number;
  readonly what: "begins" | "ends" | "lapses";
  /** Requests (or slices) in the pair's long window at `at`. */
  readonly valid: number;
  readonly bad: number;
  /** Of a composite, whose burn rate is not that of its counts. */
  readonly burnRate?: number;
  /** Error ratio in the pair's short window; of no composite. */
  readonly shortRatio?: number;
}

/** The API before its clients, availability before latency; then by row and rule. */
export function inOrder(changes: readonly Change[], instances: Instances): Change[] {
  const rank = (row: number): number => {
    const objective = instances.objectiveOf(row);
    const client = row === instances.baseOf(objective) ? 0 : 2;
    return client + (instances.objectives[objective]?.indicator.kind === "availability" ? 0 : 1);
  };
  return changes.toSorted((a, b) => {
    const byRank = rank(a.row) - rank(b.row);
    if (byRank !== 0) return byRank;
    return a.row === b.row ? a.rule - b.rule : a.row - b.row;
  });
}
