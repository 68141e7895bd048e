import assert from "node:assert/strict";
import { stringify } from "yaml";
import { Refusal } from "#kernel";
import { goodRatio, type Json } from "../conformance-parts.testing.ts";
import { executeOpenSlo } from "./execute-openslo.ts";

export { goodRatio, type Json };

/** Classes as availability counts them. */
export const OWN_GOOD = ["ok", "clientFault"] as const;
export const OWN_VALID = { class: ["ok", "clientFault", "serverError", "timeout", "noAnswer"] } as const;

/** A ratio of two filters, by type or by a DataSource. */
export function ownRatio(good: unknown, total: unknown, source?: string): Json {
  const by = source === undefined ? { type: "plimsoll" } : { metricSourceRef: source };
  return {
    ratioMetric: {
      good: { metricSource: { ...by, spec: good } },
      total: { metricSource: { ...by, spec: total } },
    },
  };
}

/** A document as YAML. */
export function textOf(kind: string, spec: unknown, metadata: unknown): string {
  return stringify({ apiVersion: "openslo/v1", kind, metadata, spec });
}

const AVAILABILITY = { name: "availability" };

/** An SLO about availability with some parts of its spec changed; undefined takes one away. */
export function sloText(changes: Json, metadata: unknown = AVAILABILITY): string {
  const spec = {
    service: "orders",
    indicator: { metadata: { name: "sli" }, spec: ownRatio({ class: OWN_GOOD }, OWN_VALID) },
    timeWindow: [{ duration: "28d", isRolling: true }],
    budgetingMethod: "Occurrences",
    objectives: [{ target: 0.999 }],
    ...changes,
  };
  return textOf("SLO", JSON.parse(JSON.stringify(spec)), metadata);
}

/** All that is wrong with a text, in lines. */
export function faultsOf(text: string): string {
  try {
    executeOpenSlo([{ file: "slo.yaml", text }]);
  } catch (error) {
    assert(error instanceof Refusal);
    return error.detail;
  }
  return assert.fail("nothing was refused");
}

/** Line and column (from 1) of the last of these texts, each looked for behind the one before. */
export function placeOf(text: string, ...parts: readonly string[]): string {
  const at = parts.reduce((from, part) => {
    const found = text.indexOf(part, from);
    assert(found >= 0, `${part} is not in the text`);
    return found;
  }, 0);
  const before = text.slice(0, at).split("\n");
  return `slo.yaml, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `;
}
