import type { AlertPolicySpec } from "./alert-policy.ts";
import type { Kind, OpenSloDocument } from "./documents.ts";
import type { Path } from "./place.ts";
import type { SliSpec } from "./sli.ts";

/** A name in a document that stands for another document. */
export interface Reference {
  readonly kind: Kind;
  readonly name: string;
  /** Where it stands. */
  readonly path: Path;
}

/** All references of a valid document, inline parts included, in the order of the specification. */
export function referencesOf(document: OpenSloDocument): readonly Reference[] {
  switch (document.kind) {
    case "SLI":
      return ofSli(document.spec, ["spec"]);
    case "AlertPolicy":
      return ofPolicy(document.spec, ["spec"]);
    case "SLO":
      return ofSlo(document.spec);
    case "DataSource":
    case "Service":
    case "AlertCondition":
    case "AlertNotificationTarget":
      return [];
  }
}

function ofSlo(spec: Extract<OpenSloDocument, { kind: "SLO" }>["spec"]): readonly Reference[] {
  return [
    { kind: "Service", name: spec.service, path: ["spec", "service"] },
    ...ofIndicator(spec, ["spec"]),
    ...(spec.objectives ?? []).flatMap((objective, index) => ofIndicator(objective, ["spec", "objectives", index])),
    ...(spec.alertPolicies ?? []).flatMap((policy, index) => {
      const path = ["spec", "alertPolicies", index];
      const inline = policy.spec ? ofPolicy(policy.spec, [...path, "spec"]) : [];
      return [...named("AlertPolicy", policy.alertPolicyRef, [...path, "alertPolicyRef"]), ...inline];
    }),
  ];
}

interface WithIndicator {
  readonly indicator?: { readonly spec: SliSpec };
  readonly indicatorRef?: string;
}

function ofIndicator({ indicator, indicatorRef }: WithIndicator, path: Path): readonly Reference[] {
  const inline = indicator ? ofSli(indicator.spec, [...path, "indicator", "spec"]) : [];
  return [...named("SLI", indicatorRef, [...path, "indicatorRef"]), ...inline];
}

function ofSli(spec: SliSpec, path: Path): readonly Reference[] {
  const { thresholdMetric, ratioMetric } = spec;
  const metrics = [
    { metric: thresholdMetric, at: ["thresholdMetric"] },
    ...(["good", "bad", "total", "raw"] as const).map((key) => ({
      metric: ratioMetric?.[key],
      at: ["ratioMetric", key],
    })),
  ];
  return metrics.flatMap(({ metric, at }) => {
    const steps = [...path, ...at, "metricSource", "metricSourceRef"];
    return named("DataSource", metric?.metricSource.metricSourceRef, steps);
  });
}

function ofPolicy({ conditions, notificationTargets }: AlertPolicySpec, path: Path): readonly Reference[] {
  return [
    ...(conditions ?? []).flatMap(({ conditionRef }, index) =>
      named("AlertCondition", conditionRef, [...path, "conditions", index, "conditionRef"]),
    ),
    ...(notificationTargets ?? []).flatMap(({ targetRef }, index) =>
      named("AlertNotificationTarget", targetRef, [...path, "notificationTargets", index, "targetRef"]),
    ),
  ];
}

function named(kind: Kind, name: string | undefined, path: Path): readonly Reference[] {
  return name === undefined || name === "" ? [] : [{ kind, name, path }];
}
