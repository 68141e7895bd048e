/** What was promised, and whether it is kept: indicators, error budgets, burn-rate alerts. Time is a parameter. */
export { BlameTally, UNATTRIBUTED_NAME } from "./model/blame-tally.ts";
export {
  type AlertJson,
  alertSchema,
  objectiveDetailSchema,
  objectiveSchema,
  objectivesSchema,
  whatIfSchema,
} from "./contract.ts";
export { isBreached } from "./model/budgets/budget.ts";
export { Cells, keyOf, seriesOf, slotOf } from "./model/counts/cells.ts";
export {
  type ByFilter,
  type Counted,
  CountedObjectives,
  isByFilter,
  needsColumns,
} from "./model/counts/counted-objectives.ts";
export { RowCounter, type RowPlace } from "./model/counts/row-counter.ts";
export { ClassJudge } from "./model/indicators/class-judge.ts";
export { GOOD } from "./model/indicators/indicator.ts";
export { countedElsewhere, filterDimensionsOf, isOfRecords } from "./model/indicators/record-objective.ts";
export { reserveNames } from "./model/indicators/row-judge.ts";
export { Counter, type ReadingVerdict } from "./model/counts/counter.ts";
export { AssumedCoverage, markTold } from "./model/engine/assumed-coverage.ts";
export { Coverage } from "./model/engine/coverage.ts";
export { Instances, type ObjectiveWithClients, WHOLE_API } from "./model/engine/instances.ts";
export { judge, type Judged } from "./model/judge.ts";
export { isWholeApi, type Objective } from "./model/objective.ts";
export type { Urgency } from "./model/alerts/pair.ts";
export { parseStatusSet, type StatusRange } from "./model/indicators/status-set.ts";
export { pairText, parsePairs } from "./model/alerts/pair-text.ts";
export { pairsFor } from "./model/alerts/pairs.ts";
export type { Exclusion, Recorded } from "./model/recorded.ts";
export { renamedAlert } from "./model/renamed-alert.ts";
export type { AlertResult, Blame, Explanation, ObjectiveResult, ObjectiveState, Share } from "./model/results.ts";
export { assumedObjectives } from "./model/short-form.ts";
export type { ObjectivesFile, WrittenExclusion } from "./model/plan/objectives-file.ts";
export type { OpenFiles } from "./model/plan/plan-objectives.ts";
export { API_KEYS, OBJECTIVE_KEYS, PLAN_KEYS, PROMISE_KEYS } from "./model/plan/plan-keys.ts";
export { planDocument } from "./model/plan/plan-document.ts";
export { type PlanEntry, PlanReading } from "./model/plan/plan-reading.ts";
export { zoneOf } from "./model/plan/zone-of.ts";
export { readObjectives } from "./model/plan/read-objectives.ts";
export { prometheusRules } from "./model/prometheus/prometheus-rules.ts";
export { elapsedText, forecastText } from "./model/budgets/words.ts";
export { supportableTarget } from "./model/budgets/supportable.ts";
export type { CountCells } from "./model/engine/walk.ts";
export { LiveObjectives } from "./model/live/live-objectives.ts";
export type { LiveWhatIf, ObjectiveCounter } from "./model/live/live-options.ts";
export { FileSlotLists, type SavedLists } from "./spill/file-slot-lists.ts";
export type { LiveAlert, TickOutcome } from "./model/live/tick-outcome.ts";
export { quietTarget } from "./model/whatif/quiet-target.ts";
export { RowHistory } from "./model/whatif/row-history.ts";
export {
  type Question as WhatIfQuestion,
  type WhatIfRow,
  type WhatIfTable,
  whatIfTable,
} from "./model/whatif/what-if-table.ts";
export { comparisonText, promiseText } from "./model/whatif/words.ts";
export { GRID_MS } from "./model/engine/windows.ts";
export type { Finding } from "./model/openslo/finding.ts";
export { printOpenSlo } from "./model/openslo/print/print-openslo.ts";
export { TEXT_BYTES_MAX as OPENSLO_BYTES_MAX } from "./model/openslo/read-documents.ts";
export {
  type DocumentVerdict,
  type OpenSloText,
  type OpenSloVerdict,
  validateOpenSlo,
} from "./model/openslo/validate.ts";
export {
  alertEndText,
  budgetText,
  excludedText,
  leftOutText,
  objectiveText,
  observedText,
  stateText,
  uncoveredText,
  windowText,
} from "./model/words.ts";
