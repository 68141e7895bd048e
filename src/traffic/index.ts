/** One request in, its class and its counts out; counts over time, and the KPIs from them. */
export { ClassRows } from "./model/class-rows.ts";
export { AVAILABILITY, classCodeOf, CLASSES, type Goodness, type RequestClass } from "./model/classes.ts";
export { type Counts, countsOf, CLASS_COUNT } from "./model/counts.ts";
export { RANGE_DAYS_MAX } from "./model/kpi-plan.ts";
export { kpisCsv } from "./model/kpis-csv.ts";
export { UNATTRIBUTED_NAME } from "./model/kpis.ts";
export { TimeSeries } from "./model/time-series.ts";
export { kpisQuerySchema, kpisSchema } from "./contract.ts";
export { kpiQueryOf, kpisJson } from "./kpis-json.ts";
export { TrafficCounts, type WrittenCounts } from "./counts/traffic-counts.ts";
