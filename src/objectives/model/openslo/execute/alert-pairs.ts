import { ceilTo, DAY_MS, parsePercent, PPM, Refusal } from "#kernel";
import type { AlertPair } from "../../alerts/pair.ts";
import { factorOf } from "../../alerts/pairs.ts";
import { GRID_MS } from "../../engine/windows.ts";
import type { AlertPolicySpec } from "../alert-policy.ts";
import type { OpenSloDocument } from "../documents.ts";
import type { At } from "./at.ts";
import type { Execution, Found } from "./execution.ts";
import { nominalMsOf } from "./nominal-ms.ts";
import { policyRemarks } from "./policy-remarks.ts";
import { scaled } from "./scaled.ts";
import { checkSettings, Settings } from "./settings.ts";
import { urgencyOf } from "./urgency-of.ts";

const SHORT_PART = 12;
const LOOKBACK_MAX_MS = 400 * DAY_MS;
const FACTOR_PLACES = 6;

/** A pair, and the condition that asks for it. */
export interface PlacedPair {
  readonly pair: AlertPair;
  readonly at: At;
}

/** The pairs that an SLO asks for by its alert policies; undefined without policies. */
export function alertPairs(
  { document, at }: Found<"SLO">,
  periodMs: number,
  execution: Execution,
): PlacedPair[] | undefined {
  const policies = document.spec.alertPolicies ?? [];
  if (policies.length === 0) return undefined;
  return policies.flatMap((policy, index) => {
    const here = at.under("spec", "alertPolicies", index);
    const { alertPolicyRef: name } = policy;
    const referred = name === undefined ? undefined : execution.find("AlertPolicy", name);
    const spec = referred?.document.spec ?? policy.spec;
    const specAt = (referred?.at ?? here).under("spec");
    return spec === undefined ? [] : pairsOfPolicy(spec, { at: specAt, periodMs }, execution);
  });
}

interface PolicyPlace {
  readonly at: At;
  readonly periodMs: number;
}

function pairsOfPolicy(spec: AlertPolicySpec, { at, periodMs }: PolicyPlace, execution: Execution): PlacedPair[] {
  policyRemarks(spec, at, execution);
  return (spec.conditions ?? []).flatMap((condition, index) => {
    const { conditionRef: name } = condition;
    const referred = name === undefined ? undefined : execution.find("AlertCondition", name);
    const place = referred?.at ?? at.under("conditions", index);
    const { metadata, spec: one } = referred?.document ?? condition;
    if (metadata === undefined || one === undefined) return [];
    checkSettings("AlertCondition", metadata, { at: place, execution });
    const pair = pairOf({ metadata, spec: one, at: place }, periodMs, execution);
    return pair === undefined ? [] : [{ pair, at: place.under("spec", "condition") }];
  });
}

type ConditionDocument = Extract<OpenSloDocument, { readonly kind: "AlertCondition" }>;
interface PlacedCondition extends Pick<ConditionDocument, "metadata" | "spec"> {
  readonly at: At;
}

function pairOf(
  { metadata, spec, at }: PlacedCondition,
  periodMs: number,
  execution: Execution,
): AlertPair | undefined {
  const { op = "gt", threshold, lookbackWindow } = spec.condition;
  const here = at.under("spec", "condition");
  const settings = new Settings(metadata, at, execution);
  if (threshold === undefined || lookbackWindow === undefined) return undefined;
  const longMs = settings.exactMs("long-window", lookbackWindow);
  if (longMs < GRID_MS || longMs > LOOKBACK_MAX_MS) {
    execution.fault(
      here.under("lookbackWindow"),
      "a window to look back over is from a minute to 400 days. Write for example 1h.",
    );
    return undefined;
  }
  if (op === "lt" || op === "lte") {
    execution.assume(
      here.under("op"),
      `${op} is read as ${op === "lt" ? "gt" : "gte"}: an alert about a budget that burns slowly enough would never end. Write ${op === "lt" ? "gt" : "gte"}.`,
    );
  }
  const { urgency, isKnown } = urgencyOf(spec.severity);
  if (!isKnown) {
    execution.assume(
      at.under("spec", "severity"),
      `the severity ${spec.severity} is taken for a ticket. Write page or ticket.`,
    );
  }
  const windows = { urgency, longMs, shortMs: shortMsOf(spec, longMs, { at, settings, execution }) };
  const burn = burnOf({ threshold, windows, at: here, settings, periodMs }, execution);
  const name = settings.text("name") ?? metadata.name;
  const told = { ...(name === "" ? {} : { name }), ...(op === "gte" || op === "lte" ? { orEqual: true } : {}) };
  return burn && { ...windows, ...told, ...burn };
}

interface ConditionReading {
  readonly at: At;
  readonly settings: Settings;
  readonly execution: Execution;
}

/** `alertAfter` where it can be the short window, else a twelfth of the long one. */
function shortMsOf(
  { condition: { alertAfter } }: ConditionDocument["spec"],
  longMs: number,
  { at, settings, execution }: ConditionReading,
): number {
  const usual = ceilTo(longMs / SHORT_PART, GRID_MS);
  if (alertAfter === undefined || nominalMsOf(alertAfter) === 0) return usual;
  const shortMs = settings.exactMs("short-window", alertAfter);
  if (shortMs <= longMs) return shortMs;
  execution.assume(
    at.under("spec", "condition", "alertAfter"),
    `alertAfter (${alertAfter.count}${alertAfter.unit}) is longer than the window to look back over, so it cannot be the short window: ` +
      "a twelfth of that is taken. Write less.",
  );
  return usual;
}

interface BurnSource {
  readonly threshold: NonNullable<ConditionDocument["spec"]["condition"]["threshold"]>;
  readonly windows: Pick<AlertPair, "urgency" | "longMs" | "shortMs">;
  readonly at: At;
  readonly settings: Settings;
  readonly periodMs: number;
}

/** The factor as written, or the share of the budget that an annotation gives, of which the factor has to follow. */
function burnOf(
  { threshold, windows, at, settings, periodMs }: BurnSource,
  execution: Execution,
): { factorPpm: number } | { budgetPpm: number } | undefined {
  const factorPpm = scaled(threshold, FACTOR_PLACES);
  if (settings.text("budget") !== undefined) {
    const budgetPpm = settings.parsed("budget", (text) => {
      const ppm = parsePercent(text);
      const factor = factorOf({ ...windows, budgetPpm: ppm }, periodMs);
      if (ppm > 0 && Math.round(factor * PPM) === factorPpm) return ppm;
      throw new Refusal(
        "invalid",
        "openslo.annotation",
        `${text} of the budget in this window is a burn rate of ${factor}, and threshold is ${threshold.text}. Correct one, or remove the annotation.`,
      );
    });
    return budgetPpm === undefined ? undefined : { budgetPpm };
  }
  if (factorPpm !== undefined && factorPpm > 0) return { factorPpm };
  execution.fault(
    at.under("threshold"),
    `${threshold.text} is no burn rate: it is more than 0 and has at most six decimals. Write for example 14.4.`,
  );
  return undefined;
}
