import type { RequestClass } from "#traffic";
import type { StatusRange } from "./status-set.ts";

/** What a record says about itself in a word that a filter can ask for. */
export const FILTER_DIMENSIONS = [
  "api",
  "version",
  "environment",
  "operation",
  "plan",
  "client",
  "region",
  "release",
  "method",
] as const;
export type FilterDimension = (typeof FILTER_DIMENSIONS)[number];

/** Which request records an indicator sees: a structure, no expression language, no regular expression. */
export type Filter =
  /** Every one of these; without any: every record. */
  | { readonly is: "all"; readonly of: readonly Filter[] }
  /** At least one of these; without any: no record. */
  | { readonly is: "any"; readonly of: readonly Filter[] }
  | { readonly is: "not"; readonly of: Filter }
  /** The dimension is exactly one of these names, at least one. A record that does not tell has no name and fits none. */
  | { readonly is: "named"; readonly dimension: FilterDimension; readonly names: readonly string[] }
  /** The operation begins with this: "GET /orders". */
  | { readonly is: "operationPrefix"; readonly prefix: string }
  /** The status lies in one of these closed ranges, at least one; 0 = no answer. */
  | { readonly is: "status"; readonly ranges: readonly StatusRange[] }
  | { readonly is: "class"; readonly classes: readonly RequestClass[] }
  /** Compared in µs; a record without a duration fits neither. */
  | { readonly is: "duration"; readonly op: "lte" | "gt"; readonly us: number };

/** The parts of a filter: itself and all that it is made of. */
export function* partsOf(filter: Filter): Generator<Filter> {
  yield filter;
  for (const part of membersOf(filter)) yield* partsOf(part);
}

/** How deep the parts of a filter lie in each other: 1 for a single test. */
export function depthOf(filter: Filter): number {
  return 1 + Math.max(0, ...membersOf(filter).map(depthOf));
}

function membersOf(filter: Filter): readonly Filter[] {
  if (filter.is === "not") return [filter.of];
  return filter.is === "all" || filter.is === "any" ? filter.of : [];
}
