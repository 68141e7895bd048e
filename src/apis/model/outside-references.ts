import { isObject } from "./diff/references.ts";

/** More are not looked for. */
const FOUND_MAX = 100;

/** Keys below which a value is somebody's data, or not ours to read, whatever it looks like. */
const PAYLOADS: ReadonlySet<string> = new Set(["example", "examples", "default", "enum", "const"]);

interface Step {
  readonly key: string;
  readonly before: Step | undefined;
}

/**
 * The places of all references (`$ref`) that lead out of a document, to a file or an address: the first 100. They are
 * never followed, so that what stands behind them would be missing. Each object is looked at once, so that aliases and
 * objects that contain themselves cost no more than their text.
 */
export function outsideReferences(document: unknown): string[][] {
  const found: string[][] = [];
  const seen = new Set<unknown>();
  const due: { readonly value: unknown; readonly at: Step | undefined }[] = [{ value: document, at: undefined }];
  for (let next = due.pop(); next !== undefined && found.length < FOUND_MAX; next = due.pop()) {
    const { value, at } = next;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (leadsOut(value)) found.push(pathOf({ key: "$ref", before: at }));
    const entries = Object.entries<unknown>({ ...value }).filter(([key]) => !isPayload(key, at));
    due.push(...entries.map(([key, each]) => ({ value: each, at: { key, before: at } })).toReversed());
  }
  return found;
}

function leadsOut(value: object): boolean {
  if (!isObject(value)) return false;
  const reference = value["$ref"];
  return typeof reference === "string" && !reference.startsWith("#");
}

/** A field of a schema may be called "example" or "default" too. */
function isPayload(key: string, at: Step | undefined): boolean {
  return key.startsWith("x-") || (PAYLOADS.has(key) && at?.key !== "properties");
}

function pathOf(step: Step): string[] {
  const path: string[] = [];
  for (let at: Step | undefined = step; at !== undefined; at = at.before) path.push(at.key);
  return path.toReversed();
}
