import { Refusal, unreachable } from "#kernel";
import type { Filter } from "../../indicators/filter.ts";
import { parseFilter } from "../../indicators/parse-filter.ts";
import { type FilterSpec, printFilter } from "../../indicators/print-filter.ts";
import type { Indicator, Objective } from "../../objective.ts";
import { OWN_TYPE } from "../execute/metric.ts";
import { classTest, filterOf, narrowingTests } from "../narrowing.ts";

/** An indicator as the spec of an SLI, and what its objective says to compare. */
export interface PrintedIndicator {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly compared: Readonly<Record<string, unknown>>;
}

type Printable = Exclude<Indicator, { readonly kind: "composite" }>;
const US_PER_MS = 1_000;

/** The SLI of an objective that is no composite. Refuses a filter that, with what narrows it, is too large to be read again. */
export function printIndicator(objective: Objective & { readonly indicator: Printable }): PrintedIndicator {
  const { indicator, name } = objective;
  const own = (filter: Filter): unknown => metric(OWN_TYPE, withKeys(specOf(filter, name)));
  switch (indicator.kind) {
    case "availability": {
      const narrowing = narrowingTests(objective);
      const good = own(filterOf([...narrowing, classTest("good")]));
      const total = own(filterOf([...narrowing, classTest("good", "bad")]));
      return ratio({ good, total });
    }
    case "latency": {
      const spec = { metric: "durationMs", ...specOf(filterOf(narrowingTests(objective)), name) };
      const compared = { op: "lte", value: indicator.thresholdUs / US_PER_MS };
      return { spec: { thresholdMetric: metric(OWN_TYPE, spec) }, compared };
    }
    case "filters":
      return ratio({ [indicator.counts]: own(indicator.part), total: own(indicator.total) });
    case "external": {
      const query = (text: string): unknown => metric(indicator.type, querySpec(text));
      const counter = indicator.gauge !== true;
      return ratio({ [indicator.counts]: query(indicator.part), total: query(indicator.total) }, counter);
    }
    default:
      return unreachable(indicator);
  }
}

function ratio(metrics: Readonly<Record<string, unknown>>, counter = true): PrintedIndicator {
  return { spec: { ratioMetric: { counter, ...metrics } }, compared: {} };
}

function metric(type: string, spec: Readonly<Record<string, unknown>>): unknown {
  return { metricSource: { type, spec } };
}

function specOf(filter: Filter, name: string): FilterSpec {
  const spec = printFilter(filter);
  const read = parseFilter(spec);
  if ("filter" in read) return spec;
  const [first] = read.faults;
  throw new Refusal(
    "limit",
    "openslo.unprintable",
    `${name} cannot be written as OpenSLO: ${first?.message ?? ""}, and what narrows it counts too. ${first?.remedy ?? ""}`,
  );
}

/** A spec has at least one key, so a filter that fits every request is written as an empty list of tests. */
function withKeys(spec: FilterSpec): FilterSpec {
  return Object.keys(spec).length === 0 ? { all: [] } : spec;
}

/** A query as it was read: a text, or a whole spec as JSON where it had no query of its own. */
function querySpec(text: string): Readonly<Record<string, unknown>> {
  const spec = mapOf(text);
  const isSpec = spec !== undefined && Object.keys(spec).length > 0 && typeof spec["query"] !== "string";
  return isSpec && JSON.stringify(spec) === text ? spec : { query: text };
}

function mapOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    return isMap ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
