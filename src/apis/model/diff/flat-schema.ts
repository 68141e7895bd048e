import { fieldOf } from "../base-paths.ts";
import { entriesOf, itemsOf, type JsonObject, type References } from "./references.ts";

/** Numbers and texts that limit a value, by what a greater number does to it. */
export const LIMITS: Readonly<Record<string, "upper" | "lower" | "form">> = {
  maximum: "upper",
  maxLength: "upper",
  maxItems: "upper",
  maxProperties: "upper",
  minimum: "lower",
  minLength: "lower",
  minItems: "lower",
  minProperties: "lower",
  pattern: "form",
  format: "form",
  multipleOf: "form",
};

/** What a schema says, with `allOf` written out. */
export interface FlatSchema {
  /** Null: every type. */
  readonly types: ReadonlySet<string> | null;
  /** Null: every value. Values that are no scalars are not told apart. */
  readonly values: ReadonlySet<string> | null;
  readonly fields: ReadonlyMap<string, unknown>;
  readonly required: ReadonlySet<string>;
  /** Of a list. */
  readonly items: unknown;
  /** Of `oneOf` and `anyOf`, by what tells them apart. */
  readonly alternatives: ReadonlyMap<string, unknown>;
  readonly limits: ReadonlyMap<string, string | number>;
  /** Fields that are not declared are refused. */
  readonly isClosed: boolean;
}

/** Reads a schema, each part of `allOf` once, however they refer to each other. */
export function flatSchema(schema: JsonObject, references: References): FlatSchema {
  const parts = partsOf(schema, references);
  const types = parts.flatMap((part) => typesOf(part));
  const values = parts.flatMap((part) => valuesOf(part));
  const alternatives = parts.flatMap((part) => [...itemsOf(part["oneOf"]), ...itemsOf(part["anyOf"])]);
  return {
    types: types.length === 0 ? null : new Set(types),
    values: values.length === 0 ? null : new Set(values),
    fields: new Map(parts.flatMap((part) => entriesOf(part["properties"]))),
    required: new Set(parts.flatMap((part) => itemsOf(part["required"]).map(String))),
    items: parts.map((part) => part["items"]).find((items) => items !== undefined),
    alternatives: new Map(alternatives.map((one, index) => [alternativeName(one, index), one])),
    limits: new Map(parts.flatMap(limitsOf)),
    isClosed: parts.some((part) => part["additionalProperties"] === false),
  };
}

function partsOf(schema: JsonObject, references: References): readonly JsonObject[] {
  const parts = new Set<JsonObject>([schema]);
  for (const part of parts) {
    for (const one of itemsOf(part["allOf"])) {
      const resolved = references.resolve(one);
      if (resolved !== undefined) parts.add(resolved);
    }
  }
  return [...parts];
}

function typesOf(part: JsonObject): string[] {
  const written = [part["type"]].flat().filter((type) => typeof type === "string");
  return written.length > 0 && part["nullable"] === true ? [...written, "null"] : written;
}

function valuesOf(part: JsonObject): string[] {
  const listed = fieldOf(part, "const") === undefined ? itemsOf(part["enum"]) : [part["const"]];
  return listed.map((value) => (typeof value === "object" && value !== null ? "…" : (JSON.stringify(value) ?? "…")));
}

function limitsOf(part: JsonObject): [string, string | number][] {
  return Object.keys(LIMITS).flatMap((name): [string, string | number][] => {
    const limit = fieldOf(part, name);
    return typeof limit === "number" || typeof limit === "string" ? [[name, limit]] : [];
  });
}

/** What an alternative refers to, else its title, else its place. */
function alternativeName(schema: unknown, index: number): string {
  const name = fieldOf(schema, "$ref") ?? fieldOf(schema, "title");
  return typeof name === "string" ? (name.split("/").at(-1) ?? name) : `number ${index + 1}`;
}
