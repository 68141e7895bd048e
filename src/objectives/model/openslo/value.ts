import type { Place } from "./place.ts";

/** What a YAML or JSON text says, with the place of each part. Shared where the text shares it (aliases). */
export type Value = MapValue | ListValue | ScalarValue;

interface Sized {
  readonly place: Place;
  /** Values in it, itself included, as if each alias were written out. */
  readonly size: number;
}

/** Keys with values. */
export interface MapValue extends Sized {
  readonly is: "map";
  /** Without repeated keys; merge keys (`<<`) are already resolved. */
  readonly entries: readonly Entry[];
}

/** A key and its value. */
export interface Entry {
  readonly key: string;
  /** Of the key. */
  readonly place: Place;
  readonly value: Value;
}

/** Items in their order. */
export interface ListValue extends Sized {
  readonly is: "list";
  readonly items: readonly Value[];
}

/** A text, a number, a boolean, or nothing. */
export interface ScalarValue extends Sized {
  readonly is: "text" | "number" | "boolean" | "null";
  /** As written; of a boolean "true" or "false", of a number a decimal number that `Number` can read. */
  readonly text: string;
  /** Present where YAML 1.1 (a boolean) and YAML 1.2 (a text) disagree, as with `on`: what was written. */
  readonly looseText?: string;
}

/** A map, with its size counted. */
export function mapValue(place: Place, entries: readonly Entry[]): MapValue {
  return { is: "map", place, entries, size: entries.reduce((sum, entry) => sum + entry.value.size, 1) };
}

/** A list, with its size counted. */
export function listValue(place: Place, items: readonly Value[]): ListValue {
  return { is: "list", place, items, size: items.reduce((sum, item) => sum + item.size, 1) };
}

/** Nothing, as where a key has no value. */
export function nullValue(place: Place): ScalarValue {
  return { is: "null", place, text: "", size: 1 };
}

/** "a list", "the number 5", for sentences about what stands there instead of what was expected. */
export function describe(value: Value): string {
  switch (value.is) {
    case "map":
      return "a map of keys";
    case "list":
      return "a list";
    case "null":
      return "empty";
    case "text":
      return `the text "${shortened(value.text)}"`;
    case "number":
      return `the number ${shortened(value.text)}`;
    case "boolean":
      return value.looseText === undefined
        ? `the boolean ${value.text}`
        : `${value.looseText}, which YAML 1.1 reads as ${value.text}`;
  }
}

const SHOWN = 60;

/** A text as messages quote it: one line, at most 60 characters. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

/** A value as plain data (what JSON could say). Numbers lose digits beyond a double's. */
export function plainOf(value: Value): unknown {
  switch (value.is) {
    case "map":
      return Object.fromEntries(value.entries.map((entry) => [entry.key, plainOf(entry.value)]));
    case "list":
      return value.items.map((item) => plainOf(item));
    case "null":
      return null;
    case "text":
      return value.text;
    case "number":
      return Number(value.text);
    case "boolean":
      return value.text === "true";
  }
}
