import assert from "node:assert/strict";
import { type ObjectiveResult, readObjectives } from "#objectives";
import { csvOf, readText, type Row } from "../counts/counts.testing.ts";
import { evaluation } from "./evaluation.ts";
import type { EvaluationReport } from "./report.ts";

/** A Monday, midnight UTC. */
export const START = Date.UTC(2026, 0, 5);

/** A plan for the API orders; `more` are further keys of it, `zone` that of the plan. */
export function planText(
  objectives = "{availability: 99.9%}",
  { more = {}, zone = "UTC" }: { readonly more?: Readonly<Record<string, string>>; readonly zone?: string } = {},
): string {
  const keys = Object.entries({ ...more, objectives }).map(([key, value]) => `    ${key}: ${value}`);
  return [`zone: ${zone}`, "apis:", "  orders:", ...keys, ""].join("\n");
}

/** Evaluates rows by a plan: through both readers, as the verb does. */
export function evaluated(
  plan: string,
  rows: readonly Row[],
  { guard = false, at }: { readonly guard?: boolean; readonly at?: number } = {},
): EvaluationReport {
  return evaluation(readObjectives(plan, "plimsoll.yaml"), readText(csvOf(rows)), { guard, at });
}

/** The result of the first objective for the whole API. */
export function firstOf({ objectives }: EvaluationReport): ObjectiveResult {
  const [first] = objectives;
  assert(first);
  return first;
}

/** `length` rows from `from` on, alike. */
export function rowsOf(
  from: number,
  length: number,
  { slotMs = 10_000, valid, bad = 0 }: { readonly slotMs?: number; readonly valid: number; readonly bad?: number },
): Row[] {
  return Array.from({ length }, (_, i): Row => [from + i * slotMs, valid, bad]);
}
