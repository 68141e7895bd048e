import { basePathsOf, fieldOf } from "../base-paths.ts";
import { type ApiChange, changeOf } from "./change-rules.ts";
import { Comparison } from "./comparison.ts";
import { describedOperations } from "./described-operation.ts";
import { OperationDiff } from "./operation-diff.ts";

/** What is different between two documents of an API. */
export interface OpenApiDiff {
  /** The first 1,000, those that break first. */
  readonly changes: readonly ApiChange[];
  readonly total: number;
  readonly breaking: number;
  /** Names of operations. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** False: the documents were too intricate to compare all of their schemas. */
  readonly complete: boolean;
}

/**
 * Compares two OpenAPI documents as plain values, by the rules of CHANGE_RULES. References are followed within each
 * document only. What both say in other words (order, names of path parameters, components) is no change; what a
 * document says in prose is not compared. Documents that contain themselves are fine.
 */
export function openApiDiff(before: unknown, after: unknown): OpenApiDiff {
  const comparison = new Comparison(before, after);
  compareBasePaths(comparison);
  const [old, young] = [describedOperations(comparison.before), describedOperations(comparison.after)];
  const [added, removed, changed]: [string[], string[], string[]] = [[], [], []];
  for (const [key, operation] of old) {
    const now = young.get(key);
    const found = comparison.counts.all;
    if (now === undefined) {
      removed.push(operation.name);
      comparison.add(changeOf("operation-removed", { operation: operation.name, place: "" }));
    } else {
      new OperationDiff(comparison, operation, now).compare();
      if (comparison.counts.all > found) changed.push(now.name);
    }
  }
  for (const [key, { name }] of young) {
    if (old.has(key)) continue;
    added.push(name);
    comparison.add(changeOf("operation-added", { operation: name, place: "" }));
  }
  const { changes, counts, isComplete: complete } = comparison;
  return { changes, total: counts.all, breaking: counts.breaking, added, removed, changed, complete };
}

/** Those of the whole document; an API that names none is where it is. */
function compareBasePaths(comparison: Comparison): void {
  const [old, young] = [comparison.before, comparison.after].map(
    ({ document }) => new Set(basePathsOf(fieldOf(document, "servers"))),
  ) as [Set<string>, Set<string>];
  for (const path of old) {
    if (!young.has(path)) comparison.add(changeOf("base-path-removed", { operation: null, place: path }));
  }
  for (const path of young) {
    if (!old.has(path)) comparison.add(changeOf("base-path-added", { operation: null, place: path }));
  }
}
