import { AVAILABILITY, CLASSES, type Goodness } from "./classes.ts";

/**
 * What is counted of any set of requests. requests = good + bad + excluded; valid = good + bad. `throttled`
 * and `clientFaults` stand beside these and overlap them.
 */
export interface Counts {
  readonly requests: number;
  readonly valid: number;
  readonly good: number;
  readonly bad: number;
  readonly excluded: number;
  readonly throttled: number;
  readonly clientFaults: number;
  /** good ÷ valid; null when valid = 0. */
  readonly availability: number | null;
}

/** How many classes there are: the length of one row of class counts. */
export const CLASS_COUNT = CLASSES.length;

/** The counts of one row of requests by class code, `byClass[offset … offset + CLASS_COUNT)`. */
export function countsOf(byClass: Float64Array, offset = 0): Counts {
  const sums: Record<Goodness, number> = { good: 0, bad: 0, excluded: 0 };
  CLASSES.forEach((name, code) => {
    sums[AVAILABILITY[name]] += byClass[offset + code] ?? 0;
  });
  const valid = sums.good + sums.bad;
  return {
    requests: valid + sums.excluded,
    valid,
    ...sums,
    throttled: byClass[offset + THROTTLED] ?? 0,
    clientFaults: byClass[offset + CLIENT_FAULT] ?? 0,
    availability: valid === 0 ? null : sums.good / valid,
  };
}

const THROTTLED = CLASSES.indexOf("throttled");
const CLIENT_FAULT = CLASSES.indexOf("clientFault");
