/** What was promised, and whether it is kept: indicators, error budgets, burn-rate alerts. Time is a parameter. */
export { isBreached } from "./model/budgets/budget.ts";
export { BAD, EXCLUDED, GOOD, indicatorTables } from "./model/indicator.ts";
export { Instances, type ObjectiveWithClients, WHOLE_API } from "./model/engine/instances.ts";
export { judge, type Judged } from "./model/judge.ts";
export type { Objective } from "./model/objective.ts";
export { pairsFor } from "./model/alerts/pairs.ts";
export type {
  AlertResult,
  Blame,
  Explanation,
  ObjectiveResult,
  ObjectiveState,
  Share,
  Urgency,
} from "./model/results.ts";
export { availabilityObjective, DEFAULT_WINDOW_MS, latencyObjective, type ShortFormScope } from "./model/short-form.ts";
export { supportableTarget } from "./model/budgets/supportable.ts";
export type { CountCells } from "./model/engine/walk.ts";
export { GRID_MS } from "./model/engine/windows.ts";
export { alertEndText, leftOutText, objectiveText, observedText, stateText } from "./model/words.ts";
