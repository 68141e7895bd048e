import { compareText } from "#kernel";
import { type Objective, OCCURRENCES } from "../objective.ts";
import { changeText } from "./words.ts";

/** What a new generation begins for. */
export type GenerationCause = "indicator" | "filter" | "window" | "method" | "sample";

/** What it means that an objective is written differently. */
export type ObjectiveChange =
  | { readonly is: "nothing" }
  /** Only the target: applied at read time to all that was counted (`Engine.retarget`); what happened stays as it was told. */
  | { readonly is: "target"; readonly fromPpm: number; readonly toPpm: number; readonly text: string }
  /** The same counts, summed in other windows or for other instances: from what is kept of them, as at a start. */
  | { readonly is: "sums"; readonly text: string }
  /** Other counts, or other units: a new generation, counted again as far back as minute counts or records reach. */
  | { readonly is: "generation"; readonly because: readonly GenerationCause[]; readonly text: string };

/**
 * What changed between two versions of one objective; its name is not compared. What is absent equals its default. The
 * greatest change wins: a new generation has the new target as well. Filters are compared as they are written: the
 * same parts in another order are taken for another filter, which costs a backfill and no truth.
 */
export function changeOf(before: Objective, after: Objective): ObjectiveChange {
  const because = CAUSES.filter(([, part]) => !isSame(part(before), part(after))).map(([cause]) => cause);
  const { name } = after;
  if (because.length > 0) return { is: "generation", because, text: changeText({ name, is: "generation", because }) };
  if (!isSame(sumsOf(before), sumsOf(after))) return { is: "sums", text: changeText({ name, is: "sums" }) };
  if (before.targetPpm === after.targetPpm) return { is: "nothing" };
  const target = { is: "target", fromPpm: before.targetPpm, toPpm: after.targetPpm } as const;
  return { ...target, text: changeText({ name, ...target }) };
}

/** From when to when a target was in force, [from, to); null = it still is. */
export interface TargetInterval {
  readonly from: number;
  readonly to: number | null;
  readonly targetPpm: number;
}

/**
 * Which target was in force when, for whoever must know what was promised then. Changes in any order; of one instant the
 * last one given counts, and one that changes nothing leaves no trace. Empty without any.
 */
export function targetHistory(
  changes: readonly { readonly at: number; readonly targetPpm: number }[],
): TargetInterval[] {
  const history: { from: number; to: number | null; targetPpm: number }[] = [];
  for (const { at, targetPpm } of changes.toSorted((a, b) => a.at - b.at)) {
    if (history.at(-1)?.from === at) history.pop();
    const last = history.at(-1);
    if (last?.targetPpm === targetPpm) {
      last.to = null;
      continue;
    }
    if (last !== undefined) last.to = at;
    history.push({ from: at, to: null, targetPpm });
  }
  return history;
}

const CAUSES: readonly (readonly [GenerationCause, (objective: Objective) => unknown])[] = [
  ["indicator", ({ api, indicator }) => [api, indicator]],
  ["filter", ({ operation, where }) => [operation, where]],
  ["window", ({ window }) => (window.kind === "rolling" ? window.kind : window)],
  ["method", ({ method = OCCURRENCES }) => method],
  ["sample", ({ sampledPpm }) => sampledPpm],
];

function sumsOf({ window, pairs, perClient }: Objective): unknown {
  return [window, pairs, perClient];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder);
}

/** Keys in one order: plans may write them in any. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => compareText(a, b)));
}
