import type { Filter } from "../../indicators/filter.ts";
import type { Objective } from "../../objective.ts";
import { narrowingOf, testsOf, withoutClassTest } from "../narrowing.ts";
import type { ObjectivePart } from "../objective-part.ts";
import type { SliSpec } from "../sli.ts";
import type { At } from "./at.ts";
import type { Execution } from "./execution.ts";
import { type Metric, metricOf, type MetricPart, filterIn } from "./metric.ts";
import { thresholdUsOf } from "./threshold-us.ts";

/** What an objective measures. */
export type Measured = Pick<Objective, "indicator" | "operation" | "where">;

/** What it is read from: an SLI, and the objective that compares it. */
export interface MeasuredSource {
  readonly sli: SliSpec;
  /** Of the SLI's spec. */
  readonly at: At;
  readonly entry: ObjectivePart;
  readonly entryAt: At;
  readonly api: string;
}

/** The indicator of an objective, and the part of the API's requests that it sees; undefined after a fault. */
export function measuredOf(source: MeasuredSource, execution: Execution): Measured | undefined {
  const { thresholdMetric } = source.sli;
  return thresholdMetric === undefined ? ratioOf(source, execution) : latencyOf(thresholdMetric, source, execution);
}

const RAW =
  "a raw ratio has no counts, and without counts there is no error budget in requests, no guard, and no sum over clients. " +
  "Give good (or bad) and total.";
const VALUE_OF_ANOTHER =
  "a value that another system computes is no count of good requests. Write a ratioMetric with good (or bad) and total, such as two buckets of a histogram.";

function latencyOf(metric: MetricPart, source: MeasuredSource, execution: Execution): Measured | undefined {
  const at = source.at.under("thresholdMetric");
  const read = metricOf(metric, at, execution);
  const thresholdUs = thresholdUsOf(source, execution);
  if (read === undefined) return undefined;
  if (read.by === "external") {
    execution.fault(at, VALUE_OF_ANOTHER);
    return undefined;
  }
  const { metric: measure, ...filter } = read.spec;
  const specAt = at.under("metricSource", "spec");
  if (measure !== undefined && measure !== "durationMs") {
    execution.fault(
      specAt.under("metric"),
      "the only value that Plimsoll compares is durationMs. Write metric: durationMs.",
    );
  }
  const seen = filterIn(filter, { at: specAt, api: source.api }, execution);
  if (seen === undefined || thresholdUs === undefined) return undefined;
  return { indicator: { kind: "latency", thresholdUs }, ...narrowingOf(testsOf(seen)) };
}

/** The two metrics of a ratio. */
interface Ratio {
  readonly counts: "good" | "bad";
  readonly total: Metric;
  readonly part: Metric;
  /** Said to be no counters. */
  readonly gauge: boolean;
  readonly at: At;
}

function ratioOf(source: MeasuredSource, execution: Execution): Measured | undefined {
  const { good, bad, total, raw, counter } = source.sli.ratioMetric ?? {};
  const at = source.at.under("ratioMetric");
  const counts = good === undefined ? "bad" : "good";
  const numerator = good ?? bad;
  if (raw !== undefined || total === undefined || numerator === undefined) {
    execution.fault(at.under("raw"), RAW);
    return undefined;
  }
  const whole = metricOf(total, at.under("total"), execution);
  const part = metricOf(numerator, at.under(counts), execution);
  return (
    whole && part && countedBy({ counts, total: whole, part, gauge: counter === false, at }, source.api, execution)
  );
}

function countedBy({ counts, total, part, gauge, at }: Ratio, api: string, execution: Execution): Measured | undefined {
  if (total.by === "external" && part.by === "external" && total.type === part.type) {
    const queries = { type: total.type, total: total.query, counts, part: part.query };
    return { indicator: { kind: "external", ...queries, ...(gauge ? { gauge } : {}) } };
  }
  if (total.by === "external" || part.by === "external") {
    execution.fault(
      at,
      `${counts} and total are counted by different systems, so they cannot be divided. Give both the same type.`,
    );
    return undefined;
  }
  const specAt = (key: string): At => at.under(key, "metricSource", "spec");
  const valid = filterIn(total.spec, { at: specAt("total"), api }, execution);
  const some = filterIn(part.spec, { at: specAt(counts), api }, execution);
  if (valid === undefined || some === undefined) return undefined;
  const narrowed = availabilityTests(testsOf(valid), testsOf(some), counts);
  if (narrowed !== undefined) return { indicator: { kind: "availability" }, ...narrowingOf(narrowed) };
  return { indicator: { kind: "filters", total: valid, counts, part: some } };
}

/**
 * Where total and part are what availability counts, the tests that narrow both; undefined else. The part may leave them
 * out, as it is looked for in the total only.
 */
function availabilityTests(
  total: readonly Filter[],
  part: readonly Filter[],
  counts: "good" | "bad",
): readonly Filter[] | undefined {
  const whole = withoutClassTest(total, ["good", "bad"]);
  const some = withoutClassTest(part, [counts]);
  if (whole === undefined || some === undefined) return undefined;
  return some.length === 0 || isSameTests(whole, some) ? whole : undefined;
}

/** In any order. */
function isSameTests(a: readonly Filter[], b: readonly Filter[]): boolean {
  return sortedText(a) === sortedText(b);
}

function sortedText(tests: readonly Filter[]): string {
  return tests
    .map((test) => JSON.stringify(test))
    .toSorted()
    .join();
}
