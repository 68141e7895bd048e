import { AVAILABILITY, CLASSES, type Goodness } from "#traffic";
import type { Filter } from "../indicators/filter.ts";
import type { Objective } from "../objective.ts";

/** What narrows an objective to a part of its API's requests. */
export type Narrowing = Pick<Objective, "operation" | "where">;

/** The tests that must all fit, as a list. */
export function testsOf(filter: Filter): readonly Filter[] {
  return filter.is === "all" ? filter.of : [filter];
}

/** The opposite of `testsOf`. */
export function filterOf(tests: readonly Filter[]): Filter {
  const [only] = tests;
  return tests.length === 1 && only !== undefined && only.is !== "all" ? only : { is: "all", of: tests };
}

/**
 * Tests → `operation` (the first that asks for exactly one) and `where` (the others). The opposite of `narrowingTests`.
 */
export function narrowingOf(tests: readonly Filter[]): Narrowing {
  const index = tests.findIndex((test) => exactOperation(test) !== undefined);
  const operation = index < 0 ? undefined : exactOperation(tests[index] as Filter);
  const where = whereOf(tests.filter((_, i) => i !== index));
  return { ...(operation === undefined ? {} : { operation }), ...(where === undefined ? {} : { where }) };
}

/** `operation` and `where` as tests, so that `narrowingOf` gives them back. */
export function narrowingTests({ operation, where }: Narrowing): readonly Filter[] {
  const first: Filter[] = operation === undefined ? [] : [{ is: "named", dimension: "operation", names: [operation] }];
  if (where === undefined) return first;
  const tests = testsOf(where);
  // An `all` around says: this is one test, whatever it looks like.
  const isAmbiguous = where.is === "all" ? where.of.length < 2 : false;
  const hidesOperation = operation === undefined && tests.some((test) => exactOperation(test) !== undefined);
  if (isAmbiguous || (hidesOperation && where.is !== "all")) return [...first, { is: "all", of: [where] }];
  return hidesOperation ? [where] : [...first, ...tests];
}

function whereOf(tests: readonly Filter[]): Filter | undefined {
  const [only] = tests;
  if (only === undefined) return undefined;
  if (tests.length > 1) return { is: "all", of: tests };
  return only.is === "all" && only.of.length === 1 ? only.of[0] : only;
}

function exactOperation(test: Filter): string | undefined {
  return test.is === "named" && test.dimension === "operation" && test.names.length === 1 ? test.names[0] : undefined;
}

/** The classes of requests that availability counts as one of these. */
export function classTest(...of: readonly Goodness[]): Filter {
  return { is: "class", classes: CLASSES.filter((name) => of.includes(AVAILABILITY[name])) };
}

/** The tests without the last one for exactly the classes of `classTest(...of)`; undefined where there is none. */
export function withoutClassTest(tests: readonly Filter[], of: readonly Goodness[]): readonly Filter[] | undefined {
  const wanted = classTest(...of);
  const index = tests.findLastIndex((test) => isSameClasses(test, wanted));
  return index < 0 ? undefined : tests.filter((_, i) => i !== index);
}

function isSameClasses(a: Filter, b: Filter): boolean {
  if (a.is !== "class" || b.is !== "class") return false;
  return new Set(a.classes).symmetricDifference(new Set(b.classes)).size === 0;
}
