/** One request in, its class and its counts out. */
export { ClassRows } from "./model/class-rows.ts";
export { AVAILABILITY, classCodeOf, CLASSES, type Goodness, type RequestClass } from "./model/classes.ts";
export { type Counts, countsOf, CLASS_COUNT } from "./model/counts.ts";
export { TimeSeries } from "./model/time-series.ts";
