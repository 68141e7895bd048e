import type { RequestClass } from "#traffic";

/** What a record says about itself in a word that a filter can ask for. */
export type FilterDimension =
  | "api"
  | "version"
  | "environment"
  | "operation"
  | "plan"
  | "client"
  | "region"
  | "release"
  | "method";

/** Which request records an indicator sees: a structure, no expression language, no regular expression. */
export type Filter =
  /** Every one of these; without any: every record. */
  | { readonly is: "all"; readonly of: readonly Filter[] }
  /** At least one of these; without any: no record. */
  | { readonly is: "any"; readonly of: readonly Filter[] }
  | { readonly is: "not"; readonly of: Filter }
  /** The dimension is exactly one of these names. A record that does not tell has no name and fits none. */
  | { readonly is: "named"; readonly dimension: FilterDimension; readonly names: readonly string[] }
  /** The operation begins with this: "GET /orders". */
  | { readonly is: "operationPrefix"; readonly prefix: string }
  /** The status lies in one of these closed ranges; 0 = no answer. */
  | { readonly is: "status"; readonly ranges: readonly (readonly [from: number, to: number])[] }
  | { readonly is: "class"; readonly classes: readonly RequestClass[] }
  /** Compared in µs; a record without a duration fits neither. */
  | { readonly is: "duration"; readonly op: "lte" | "gt"; readonly us: number };
