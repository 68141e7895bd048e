/** What was promised, and whether it is kept: indicators, error budgets, burn-rate alerts. Time is a parameter. */
export { AlertBook, type Page } from "./model/alerts.ts";
export { type Budget, budgetOf } from "./model/budget.ts";
export { type Change, Engine, type EngineOptions } from "./model/engine.ts";
export { BAD, EXCLUDED, GOOD, indicatorTables, judgeRequest } from "./model/indicator.ts";
export { Instances, type ObjectiveWithClients, WHOLE_API } from "./model/instances.ts";
export { type Blame, type BurnDown, judge, type Judged, type Recorded } from "./model/judge.ts";
export type { Indicator, Objective } from "./model/objective.ts";
export { type AlertPair, DEFAULT_PAIRS, type LeftOut, pairsFor } from "./model/pairs.ts";
export type {
  AlertResult,
  Explanation,
  ObjectiveResult,
  ObjectiveState,
  PageResult,
  PairInterval,
  Share,
  Urgency,
} from "./model/results.ts";
export { availabilityObjective, DEFAULT_WINDOW_MS, latencyObjective, type ShortFormScope } from "./model/short-form.ts";
export { supportableTarget } from "./model/supportable.ts";
export type { CountCells } from "./model/walk.ts";
export { GRID_MS } from "./model/windows.ts";
export { alertEndText, leftOutText, objectiveText, observedText, stateText, supportableText } from "./model/words.ts";
