import { closeWord } from "#kernel";
import { CLASSES, type RequestClass } from "#traffic";
import { depthOf, type Filter, FILTER_DIMENSIONS, type FilterDimension, partsOf } from "./filter.ts";
import { parseStatusSet } from "./status-set.ts";

/** What is wrong with a filter, where, and what to write instead. */
export interface FilterFault {
  /** JSON Pointer into the spec, "" = the spec itself. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** A filter, or everything that is wrong with it. */
export type ParsedFilter = { readonly filter: Filter } | { readonly faults: readonly FilterFault[] };

/** Tests and combinators within each other. */
export const FILTER_DEPTH_MAX = 8;
/** Tests and combinators together. */
export const FILTER_PARTS_MAX = 200;
/** Values of one list. */
export const FILTER_VALUES_MAX = 1_000;
/** A longer name is counted as `__other__`, so no record has it. Operations may be longer. */
const NAME_CHARACTERS_MAX = 512;
const OPERATION_CHARACTERS_MAX = 4_096;

const KEYS = [...FILTER_DIMENSIONS, "status", "class", "durationMs", "all", "any", "not"];

/**
 * Reads the `spec` of an OpenSLO metricSource of type plimsoll, values as JSON has them. Several keys in one map must
 * all fit; a list of values means one of them; {} fits every record. Gives all faults at once; a spec beyond the
 * limits is not read further than that.
 */
export function parseFilter(spec: unknown): ParsedFilter {
  const reader = new FilterReader();
  const filter = reader.filter(spec, "", 1);
  if (reader.faults.length > 0) return { faults: reader.faults };
  const fault = faultOfSize(filter);
  return fault === undefined ? { filter } : { faults: [fault] };
}

/** Stands for what could not be read; never leaves `parseFilter`. */
const UNREAD: Filter = { is: "any", of: [] };

class FilterReader {
  readonly faults: FilterFault[] = [];
  #maps = 0;

  filter(spec: unknown, path: string, depth: number): Filter {
    if (this.#isTooMuch(path, depth)) return UNREAD;
    if (!isMap(spec)) {
      return this.#fault(
        path,
        `expected a map of tests, got ${shown(spec)}`,
        "Write a map such as {region: eu-west-1}.",
      );
    }
    const of = Object.entries(spec).map(([key, value]) =>
      this.#part(key, value, { path: `${path}/${escaped(key)}`, depth }),
    );
    return of.length === 1 && of[0] !== undefined ? of[0] : { is: "all", of };
  }

  #part(key: string, value: unknown, { path, depth }: { path: string; depth: number }): Filter {
    switch (key) {
      case "all":
      case "any":
        return { is: key, of: this.#filters(key, value, { path, depth }) };
      case "not":
        return { is: "not", of: this.filter(value, path, depth + 1) };
      case "status":
        return { is: "status", ranges: this.#values(value, path, (one, at) => this.#status(one, at)) };
      case "class":
        return { is: "class", classes: this.#values(value, path, (one, at) => this.#class(one, at)) };
      case "durationMs":
        return this.#duration(value, path);
      case "operation":
        return this.#operation(value, path);
      default:
        return isDimension(key) ? this.#named(key, value, path) : this.#unknownKey(key, path);
    }
  }

  #filters(key: string, value: unknown, { path, depth }: { path: string; depth: number }): Filter[] {
    if (Array.isArray(value)) return value.map((one, i) => this.filter(one, `${path}/${i}`, depth + 1));
    this.#fault(
      path,
      `${key} takes a list of filters, got ${shown(value)}`,
      `Write a list, such as ${key}: [{status: 5xx}, {class: timeout}].`,
    );
    return [];
  }

  #named(dimension: FilterDimension, value: unknown, path: string): Filter {
    return {
      is: "named",
      dimension,
      names: this.#values(value, path, (one, at) => this.#name(one, at, NAME_CHARACTERS_MAX)),
    };
  }

  /** Exact names and prefixes; where both are in one list, one of them must fit. */
  #operation(value: unknown, path: string): Filter {
    const names: string[] = [];
    const prefixes: Filter[] = [];
    this.#values(value, path, (one, at) => {
      if (isMap(one)) prefixes.push({ is: "operationPrefix", prefix: this.#prefix(one, at) });
      else names.push(this.#name(one, at, OPERATION_CHARACTERS_MAX));
    });
    const exact: Filter[] = names.length > 0 ? [{ is: "named", dimension: "operation", names }] : [];
    const of = [...exact, ...prefixes];
    return of.length === 1 && of[0] !== undefined ? of[0] : { is: "any", of };
  }

  #prefix(map: Readonly<Record<string, unknown>>, path: string): string {
    const remedy = 'Write operation: {prefix: "GET /orders"}, or the exact name.';
    const [key, ...more] = Object.keys(map);
    if (key !== "prefix" || more.length > 0) {
      this.#fault(path, "an operation in a map takes prefix and nothing else", remedy);
    }
    return key === "prefix" ? this.#name(map["prefix"], `${path}/prefix`, OPERATION_CHARACTERS_MAX) : "";
  }

  #name(value: unknown, path: string, charactersMax: number): string {
    if (typeof value !== "string" || value === "") {
      this.#fault(path, `expected a name, got ${shown(value)}`, 'Write text that is not empty; quote numbers: "2".');
      return "";
    }
    if (value.length > charactersMax) {
      this.#fault(
        path,
        `a name of ${value.length} characters fits no record`,
        `Use at most ${charactersMax} characters.`,
      );
    }
    return value;
  }

  #status(value: unknown, path: string): readonly [number, number] {
    const range = parseStatusSet(value);
    if (range !== undefined) return range;
    this.#fault(
      path,
      `${shown(value)} is no set of statuses`,
      'Write 404, 5xx or "200-299", from 0 (no answer) to 999.',
    );
    return [0, 0];
  }

  #class(value: unknown, path: string): RequestClass {
    const known = CLASSES.find((name) => name === value);
    if (known !== undefined) return known;
    const near = typeof value === "string" ? closeWord(value, CLASSES) : undefined;
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    this.#fault(path, `${shown(value)} is no class of a request`, `Use one of ${CLASSES.join(", ")}.${hint}`);
    return "ok";
  }

  #duration(value: unknown, path: string): Filter {
    const remedy = "Write durationMs: {lte: 300} or {gt: 300}, or both.";
    const entries = isMap(value) ? Object.entries(value) : [];
    if (entries.length === 0) {
      return this.#fault(path, `expected lte or gt with milliseconds, got ${shown(value)}`, remedy);
    }
    const of = entries.map(([op, ms]): Filter => {
      if (op === "lte" || op === "gt") return { is: "duration", op, us: this.#microseconds(ms, `${path}/${op}`) };
      return this.#fault(`${path}/${escaped(op)}`, `${shown(op)} is no comparison of durations`, remedy);
    });
    return of.length === 1 && of[0] !== undefined ? of[0] : { is: "all", of };
  }

  #microseconds(value: unknown, path: string): number {
    const us = microsecondsOf(value);
    if (us !== undefined) return us;
    this.#fault(
      path,
      `${shown(value)} is no number of milliseconds`,
      "Write a number from 0 to below 1e12 with at most three decimals (one µs), such as 300 or 0.25.",
    );
    return 0;
  }

  /** One value, or a list of at least one. */
  #values<T>(value: unknown, path: string, read: (one: unknown, path: string) => T): T[] {
    if (!Array.isArray(value)) return [read(value, path)];
    if (value.length === 0) {
      this.#fault(path, "an empty list fits no record", "Name at least one value, or remove the key.");
    }
    if (value.length <= FILTER_VALUES_MAX) return value.map((one, i) => read(one, `${path}/${i}`));
    this.#fault(path, `a list of ${value.length} values is too long`, `Name at most ${FILTER_VALUES_MAX} values.`);
    return [];
  }

  #unknownKey(key: string, path: string): Filter {
    const near = closeWord(key, KEYS);
    const hint = near === undefined ? "" : `Did you mean ${near}? `;
    return this.#fault(
      path,
      `${shown(key)} is nothing that a filter can ask for`,
      `${hint}Known are ${KEYS.join(", ")}.`,
    );
  }

  /** Counts maps. Beyond a limit one fault is told, and nothing more is read: a spec may hold aliases of aliases. */
  #isTooMuch(path: string, depth: number): boolean {
    if (this.#maps > FILTER_PARTS_MAX) return true;
    this.#maps++;
    if (this.#maps > FILTER_PARTS_MAX) this.faults.push({ path, ...TOO_MANY_PARTS });
    else if (depth > FILTER_DEPTH_MAX) this.faults.push({ path, ...TOO_DEEP });
    else return false;
    return true;
  }

  #fault(path: string, message: string, remedy: string): Filter {
    this.faults.push({ path, message, remedy });
    return UNREAD;
  }
}

const TOO_MANY_PARTS = {
  message: `a filter has at most ${FILTER_PARTS_MAX} parts`,
  remedy: "Write a list of values in the place of any: [...].",
};
const TOO_DEEP = {
  message: `filters lie at most ${FILTER_DEPTH_MAX} deep in each other`,
  remedy: "Write it flatter.",
};

/** What was read may be larger than it was written: several keys in a map are an all of as many tests. */
function faultOfSize(filter: Filter): FilterFault | undefined {
  if ([...partsOf(filter)].length > FILTER_PARTS_MAX) return { path: "", ...TOO_MANY_PARTS };
  return depthOf(filter) > FILTER_DEPTH_MAX ? { path: "", ...TOO_DEEP } : undefined;
}

/** Milliseconds as integer µs, by their decimal digits, so that 1.001 is 1001 and not a little less. */
function microsecondsOf(value: unknown): number | undefined {
  if (typeof value !== "number") return undefined;
  const match = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(String(value));
  return match === null ? undefined : Number(match[1]) * 1_000 + Number((match[2] ?? "").padEnd(3, "0"));
}

function isDimension(key: string): key is FilterDimension {
  return FILTER_DIMENSIONS.some((dimension) => dimension === key);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A key as a part of a JSON Pointer (RFC 6901). */
function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (isMap(value)) return "a map";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
