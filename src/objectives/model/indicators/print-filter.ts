import { unreachable } from "#kernel";
import type { Filter } from "./filter.ts";
import { statusSetText } from "./status-set.ts";

/** A filter as the `spec` of an OpenSLO metricSource of type plimsoll: plain JSON values. `parseFilter` gives it back. */
export type FilterSpec = Readonly<Record<string, unknown>>;

const US_PER_MS = 1_000;

/** Writes a filter as a person would: several different tests as one map, one value without a list. */
export function printFilter(filter: Filter): FilterSpec {
  switch (filter.is) {
    case "all":
      return printAll(filter.of.map(printFilter));
    case "any":
      return { any: filter.of.map(printFilter) };
    case "not":
      return { not: printFilter(filter.of) };
    case "named":
      return { [filter.dimension]: oneOrList(filter.names) };
    case "operationPrefix":
      return { operation: { prefix: filter.prefix } };
    case "status":
      return { status: oneOrList(filter.ranges.map(statusSetText)) };
    case "class":
      return { class: oneOrList(filter.classes) };
    case "duration":
      return { durationMs: { [filter.op]: filter.us / US_PER_MS } };
    default:
      return unreachable(filter);
  }
}

/** One map where each part is one key of its own; else a list. */
function printAll(parts: readonly FilterSpec[]): FilterSpec {
  if (parts.length === 0) return {};
  const keys = parts.flatMap((part) => Object.keys(part));
  const areSingle = parts.every((part) => Object.keys(part).length === 1);
  const isOneMap = parts.length > 1 && areSingle && new Set(keys).size === keys.length;
  return isOneMap ? (Object.assign({}, ...parts) as FilterSpec) : { all: parts };
}

function oneOrList<T>(values: readonly T[]): T | readonly T[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}
