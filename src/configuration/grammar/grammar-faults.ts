import type { z } from "zod";
import { closeWord } from "#kernel";
import type { PlanFault, PlanFile } from "./plan-file.ts";
import { grammar } from "./grammar.ts";

/** What zod found, each at its line and column, with the nearest known key for one that is unknown. */
export function grammarFaults(error: z.ZodError, plan: PlanFile): PlanFault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, plan));
}

function faultsOf(issue: z.core.$ZodIssue, plan: PlanFile): PlanFault[] {
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => ({ ...plan.placeOf([...issue.path, key]), detail: unknownText(key, known) }));
  }
  if (issue.code === "invalid_union") {
    const inner = deepest(issue.errors);
    if (inner !== undefined) return faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, plan);
  }
  const where = issue.path.map(String).join(".");
  const told = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ ...plan.placeOf(issue.path), detail: `${where === "" ? "the file" : where}: ${told}.` }];
}

/** Of several ways to write something, the one that was followed furthest is the one that was meant. */
function deepest(ways: readonly (readonly z.core.$ZodIssue[])[]): z.core.$ZodIssue | undefined {
  const found = ways.flat().filter(({ path, code }) => path.length > 0 || code === "unrecognized_keys");
  return found.toSorted((a, b) => b.path.length - a.path.length)[0];
}

function unknownText(key: string, known: readonly string[]): string {
  const near = closeWord(key, known);
  if (near !== undefined) return `"${key}" is not known here; did you mean "${near}"?`;
  return known.length === 0
    ? `"${key}" is not known here. Remove it.`
    : `"${key}" is not known here; known are ${known.join(", ")}.`;
}

/** The keys that the grammar knows at a path, however deep. */
function keysAt(path: readonly PropertyKey[]): string[] {
  const at = path.reduce<unknown>((schema, step) => below(schema, step), grammar);
  return Object.keys(shapeOf(at) ?? {}).filter((key) => key !== "was");
}

function below(schema: unknown, step: PropertyKey): unknown {
  const bare = unwrapped(schema);
  return shapeOf(bare)?.[String(step)] ?? (bare as Partial<Nested> | undefined)?.valueType;
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  return (unwrapped(schema) as Partial<Nested> | undefined)?.shape;
}

/** What of a schema of zod can be looked into. */
interface Nested {
  readonly unwrap: () => unknown;
  readonly shape: Readonly<Record<string, unknown>>;
  readonly valueType: unknown;
}

function unwrapped(schema: unknown): unknown {
  const { unwrap } = (schema ?? {}) as Partial<Nested>;
  return unwrap === undefined ? schema : unwrapped((schema as Nested).unwrap());
}
