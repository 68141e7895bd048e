import { fieldOf } from "../base-paths.ts";

/** A value of a document that is an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

const HOPS_MAX = 32;
const STEPS_MAX = 20;
const ITEMS_MAX = 1_000;

/**
 * Follows `$ref` within one document, at most 32 one after the other: a ring ends nowhere, and so does what leads to
 * another file or address, which is never fetched.
 */
export class References {
  readonly #document: unknown;

  constructor(document: unknown) {
    this.#document = document;
  }

  /** The object that a value is or refers to; undefined for none. */
  resolve(value: unknown): JsonObject | undefined {
    let at = value;
    for (let hops = 0; hops < HOPS_MAX; hops++) {
      if (!isObject(at)) return undefined;
      const reference = fieldOf(at, "$ref");
      if (typeof reference !== "string") return at;
      at = targetOf(this.#document, reference);
    }
    return undefined;
  }
}

/** "#/components/pathItems/Order" → the value there; undefined for what leads out of the document, or nowhere. */
export function targetOf(document: unknown, reference: string): unknown {
  if (!reference.startsWith("#/")) return undefined;
  const steps = reference.slice(2).split("/", STEPS_MAX);
  return steps.reduce((value, step) => fieldOf(value, step.replaceAll("~1", "/").replaceAll("~0", "~")), document);
}

/** Whether a value has fields. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields of a value, none for what is no object. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The items of a value, none for what is no list; the first 1,000. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, ITEMS_MAX) : [];
}
