import { type Dictionaries, dictionaryOf, NO_DURATION, type RecordColumns } from "#records";
import { type Dictionary, unreachable } from "#kernel";
import { CLASSES } from "#traffic";
import { type Filter, type FilterDimension, partsOf } from "./filter.ts";

/** Whether the record in a row fits. The code of its class is the caller's: it is needed anyway. */
export type RowTest = (columns: RecordColumns, row: number, classCode: number) => boolean;

const STATUSES = 1_000;

/** `fitsFilter` for rows whose ids are of these dictionaries. Names may still come while it is used. */
export function rowTestOf(filter: Filter, names: Dictionaries): RowTest {
  switch (filter.is) {
    case "all":
      return every(filter.of.map((part) => rowTestOf(part, names)));
    case "any":
      return not(every(filter.of.map((part) => not(rowTestOf(part, names)))));
    case "not":
      return not(rowTestOf(filter.of, names));
    case "named": {
      const wanted = new Set(filter.names);
      return byName(filter.dimension, names, (name) => wanted.has(name));
    }
    case "operationPrefix":
      return byName("operation", names, (name) => name.startsWith(filter.prefix));
    case "status":
      return byStatus(filter.ranges);
    case "class": {
      const fits = CLASSES.map((name) => filter.classes.includes(name));
      return (_columns, _row, classCode) => fits[classCode] === true;
    }
    case "duration":
      return byDuration(filter.op, filter.us);
    default:
      return unreachable(filter);
  }
}

/**
 * Gives the names that a filter asks for a place in the dictionaries, before others fill them: a name that came too
 * late would be counted as `__other__`, and the filter would not see it. APIs are left out: one that no record names
 * must not look as if it had been seen.
 */
export function reserveNamesOf(filter: Filter, names: Dictionaries): void {
  for (const part of partsOf(filter)) {
    if (part.is !== "named" || part.dimension === "api") continue;
    for (const name of part.names) dictionaryFor(part.dimension, names).idOf(name);
  }
}

function every(tests: readonly RowTest[]): RowTest {
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  const rest = every(tests.slice(1));
  return (columns, row, classCode) => first(columns, row, classCode) && rest(columns, row, classCode);
}

function not(test: RowTest): RowTest {
  return (columns, row, classCode) => !test(columns, row, classCode);
}

/** Asks about each name once: ids never change their name. Ids below 0 have none. */
function byName(dimension: FilterDimension, names: Dictionaries, fits: (name: string) => boolean): RowTest {
  const dictionary = dictionaryFor(dimension, names);
  const known: (boolean | undefined)[] = [];
  return (columns, row) => {
    const id = columns[dimension][row] as number;
    return id >= 0 && (known[id] ??= fits(dictionary.nameOf(id)));
  };
}

function byStatus(ranges: readonly (readonly [from: number, to: number])[]): RowTest {
  const fits = new Uint8Array(STATUSES);
  for (const [from, to] of ranges) fits.fill(1, from, to + 1);
  return ({ status }, row) => fits[status[row] as number] === 1;
}

function byDuration(op: "lte" | "gt", us: number): RowTest {
  if (op === "gt") return ({ durationUs }, row) => (durationUs[row] as number) > us;
  return ({ durationUs }, row) => {
    const duration = durationUs[row] as number;
    return duration !== NO_DURATION && duration <= us;
  };
}

function dictionaryFor(dimension: FilterDimension, names: Dictionaries): Dictionary {
  switch (dimension) {
    case "api":
      return names.apis;
    case "environment":
      return names.environments;
    case "operation":
      return names.operations;
    case "client":
      return names.clients;
    case "version":
    case "plan":
    case "region":
    case "release":
    case "method":
      return dictionaryOf(names, dimension);
    default:
      return unreachable(dimension);
  }
}
