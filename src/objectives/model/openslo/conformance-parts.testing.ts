/** Parts of valid documents as plain data, from which the conformance cases are made. Fresh ones at each call. */
export type Json = Record<string, unknown>;

export const metric = (query = "up"): Json => ({ metricSource: { type: "Prometheus", spec: { query } } });

export const goodRatio = (): Json => ({ ratioMetric: { counter: true, good: metric("good"), total: metric("all") } });
export const badRatio = (): Json => ({ ratioMetric: { counter: false, bad: metric("bad"), total: metric("all") } });
export const rawRatio = (): Json => ({ ratioMetric: { rawType: "success", raw: metric("share") } });
const threshold = (): Json => ({ thresholdMetric: metric("latency") });

const metadata = (name = "orders"): Json => ({ name, displayName: "Orders" });

export const conditionSpec = (): Json => ({
  severity: "page",
  condition: { kind: "burnrate", op: "gt", threshold: 14.4, lookbackWindow: "1h", alertAfter: "5m" },
});

export const targetSpec = (): Json => ({ target: "mail", description: "The people on call" });

export const policySpec = (): Json => ({
  alertWhenBreaching: true,
  conditions: [{ conditionRef: "fast-burn" }],
  notificationTargets: [{ targetRef: "on-call" }],
});

export const inlinePolicySpec = (): Json => ({
  ...policySpec(),
  conditions: [{ kind: "AlertCondition", metadata: metadata("fast-burn"), spec: conditionSpec() }],
  notificationTargets: [{ kind: "AlertNotificationTarget", metadata: metadata("on-call"), spec: targetSpec() }],
});

export const rolling = (): Json => ({ duration: "28d", isRolling: true });
export const calendar = (): Json => ({
  duration: "1M",
  isRolling: false,
  calendar: { startTime: "2026-01-01 00:00:00", timeZone: "Europe/Berlin" },
});

export const sloSpec = (changes: Json = {}): Json => ({
  service: "orders",
  indicator: { metadata: metadata("availability"), spec: goodRatio() },
  timeWindow: [rolling()],
  budgetingMethod: "Occurrences",
  objectives: [{ displayName: "Good", target: 0.999 }],
  ...changes,
});

export const slicedSpec = (method: string): Json =>
  sloSpec({
    budgetingMethod: method,
    objectives: [{ target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: "5m" }],
  });

export const thresholdSloSpec = (): Json =>
  sloSpec({
    indicator: { metadata: metadata("latency"), spec: threshold() },
    objectives: [{ op: "lte", value: 300, target: 0.99 }],
  });

export const compositeSpec = (): Json => ({
  service: "orders",
  timeWindow: [calendar()],
  budgetingMethod: "Occurrences",
  objectives: [
    { target: 0.99, compositeWeight: 2, indicator: { metadata: metadata("a"), spec: goodRatio() } },
    { target: 0.9, compositeWeight: 0.5, indicatorRef: "latency" },
  ],
});

export const policySlo = (): Json =>
  sloSpec({
    alertPolicies: [
      { kind: "AlertPolicy", metadata: metadata("pages"), spec: inlinePolicySpec() },
      { alertPolicyRef: "tickets" },
    ],
  });

/** A whole document of a kind. */
export const documentOf = (kind: string, spec: unknown, meta: unknown = metadata()): Json => ({
  apiVersion: "openslo/v1",
  kind,
  metadata: meta,
  spec,
});

export const sourceSpec = (): Json => ({ type: "Prometheus", connectionDetails: { url: "http://prometheus.test" } });

/** One valid document of each kind. */
export const WHOLE: Readonly<Record<string, () => Json>> = {
  DataSource: () => documentOf("DataSource", sourceSpec()),
  Service: () => documentOf("Service", { description: "Orders" }),
  SLI: () => documentOf("SLI", goodRatio()),
  SLO: () => documentOf("SLO", sloSpec()),
  AlertPolicy: () => documentOf("AlertPolicy", policySpec()),
  AlertCondition: () => documentOf("AlertCondition", conditionSpec()),
  AlertNotificationTarget: () => documentOf("AlertNotificationTarget", targetSpec()),
};

/** Stands for the absence of a key in `changed`. */
export const NONE = Symbol("no such key");

/** A copy in which what stands at the path is replaced, added or (NONE) removed. */
export function changed(source: unknown, path: readonly (string | number)[], value: unknown): Json {
  const copy = structuredClone(source) as Json;
  let parent: Json = copy;
  for (const step of path.slice(0, -1)) parent = parent[step] as Json;
  const last = path.at(-1) ?? "";
  if (value === NONE) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}
