import { unreachable } from "#kernel";
import type { RequestClass } from "#traffic";
import type { Filter, FilterDimension } from "./filter.ts";

/** What an indicator can know of one request. */
export interface JudgedRecord {
  /** The names that it tells; one that is absent is not told. */
  readonly tells: Readonly<Partial<Record<FilterDimension, string>>>;
  /** 0 = no answer. */
  readonly status: number;
  readonly requestClass: RequestClass;
  /** Integer µs; absent = the source does not tell. */
  readonly durationUs?: number;
}

/** Whether a record fits a filter. `rowTestOf` is the same for rows of columns, and fast. */
export function fitsFilter(filter: Filter, record: JudgedRecord): boolean {
  switch (filter.is) {
    case "all":
      return filter.of.every((part) => fitsFilter(part, record));
    case "any":
      return filter.of.some((part) => fitsFilter(part, record));
    case "not":
      return !fitsFilter(filter.of, record);
    case "named": {
      const name = record.tells[filter.dimension];
      return name !== undefined && filter.names.includes(name);
    }
    case "operationPrefix":
      return record.tells.operation?.startsWith(filter.prefix) === true;
    case "status":
      return filter.ranges.some(([from, to]) => from <= record.status && record.status <= to);
    case "class":
      return filter.classes.includes(record.requestClass);
    case "duration":
      if (record.durationUs === undefined) return false;
      return filter.op === "lte" ? record.durationUs <= filter.us : record.durationUs > filter.us;
    default:
      return unreachable(filter);
  }
}
