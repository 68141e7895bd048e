import type { Path } from "../place.ts";
import { type Filter, partsOf } from "../../indicators/filter.ts";
import { parseFilter } from "../../indicators/parse-filter.ts";
import { filterOf, testsOf } from "../narrowing.ts";
import type { SliSpec } from "../sli.ts";
import type { At } from "./at.ts";
import type { Execution } from "./execution.ts";

/** A metric of an SLI. */
export type MetricPart = NonNullable<SliSpec["thresholdMetric"]>;

/** The type of a metric source that Plimsoll itself counts, in any case. */
export const OWN_TYPE = "plimsoll";

/** What a metric counts. */
export type Metric =
  | { readonly by: "plimsoll"; readonly spec: Readonly<Record<string, unknown>> }
  | { readonly by: "external"; readonly type: string; readonly query: string };

/** A metric by its source's type, which it has itself or from a DataSource; undefined after a fault. */
export function metricOf({ metricSource }: MetricPart, at: At, execution: Execution): Metric | undefined {
  const { type, metricSourceRef, spec } = metricSource;
  const source = at.under("metricSource");
  const referred = metricSourceRef === undefined ? undefined : execution.find("DataSource", metricSourceRef);
  // A reference that leads nowhere is told already.
  if (metricSourceRef !== undefined && referred === undefined) return undefined;
  const referredType = referred?.document.spec.type;
  if (type !== undefined && referredType !== undefined && !isSameType(type, referredType)) {
    execution.fault(
      source.under("type"),
      `type is ${type}, and the DataSource ${metricSourceRef} is of type ${referredType}. Remove one.`,
    );
    return undefined;
  }
  const known = type ?? referredType;
  if (known === undefined) {
    execution.fault(
      source,
      "it has neither type nor metricSourceRef, so nobody knows who counts it. Write type: plimsoll.",
    );
    return undefined;
  }
  if (isSameType(known, OWN_TYPE)) return { by: "plimsoll", spec };
  const { query } = spec;
  return { by: "external", type: known, query: typeof query === "string" ? query : JSON.stringify(spec) };
}

/** The filter of a spec, without a test for the API itself, which always fits. Undefined after a fault, as for another API. */
export function filterIn(
  spec: Readonly<Record<string, unknown>>,
  { at, api }: { readonly at: At; readonly api: string },
  execution: Execution,
): Filter | undefined {
  const parsed = parseFilter(spec);
  if ("faults" in parsed) {
    for (const { path, message, remedy } of parsed.faults) {
      execution.fault(at.under(...stepsOf(path, spec)), `${message}. ${remedy}`);
    }
    return undefined;
  }
  const other = [...partsOf(parsed.filter)].find((part) => asksForApi(part) && !isOnlyApi(part, api));
  if (other !== undefined) {
    execution.fault(at, `it asks for another API than ${api}, the service of this SLO. Remove api, or correct it.`);
    return undefined;
  }
  const tests = testsOf(parsed.filter);
  const others = tests.filter((test) => !isOnlyApi(test, api));
  return others.length === tests.length ? parsed.filter : filterOf(others);
}

function isSameType(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function asksForApi(part: Filter): boolean {
  return part.is === "named" && part.dimension === "api";
}

function isOnlyApi(part: Filter, api: string): boolean {
  return part.is === "named" && part.dimension === "api" && part.names.every((name) => name === api);
}

/** A JSON Pointer (RFC 6901) as steps into the value that it was made for. */
function stepsOf(pointer: string, spec: unknown): Path {
  const steps: (string | number)[] = [];
  let value = spec;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(value) ? Number(key) : key;
    steps.push(step);
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  }
  return steps;
}
