import { type Decimal, decimalOf } from "./decimal.ts";
import type { FieldType } from "./field-type.ts";
import { type Spot, WRONG_TYPE } from "./finding.ts";
import type { Rule } from "./rule.ts";
import { describe, type Entry, plainOf, type Value } from "./value.ts";

/** A text. What YAML 1.1 takes for a boolean (`on`) is a text with a remark, and an error under `--strict`. */
export const TEXT: FieldType<string> = {
  expects: "a text",
  decode(value, spot) {
    if (value.is === "text") return value.text;
    if (value.is === "boolean" && value.looseText !== undefined) {
      spot.report(LOOSE_TEXT, `${spot.name} is ${describe(value)}`);
      return value.looseText;
    }
    spot.reportType(value, "a text");
    return undefined;
  },
  isZero: (text) => text === "",
};

const LOOSE_TEXT: Rule = {
  code: "loose_boolean",
  origin: "sdk",
  says: "YAML 1.2 reads it as a text, and readers of YAML 1.1, such as the reference SDK, as a boolean",
  remedy: "Put it in quotes.",
};

const LOOSE_BOOLEAN: Rule = {
  code: "loose_boolean",
  origin: "advice",
  says: "readers of YAML 1.2 take it for a text",
  remedy: "Write true or false.",
};

/** true or false, also in the words of YAML 1.1 (`yes`), as the reference SDK reads it. */
export const BOOLEAN: FieldType<boolean> = {
  expects: "a boolean",
  decode(value, spot) {
    if (value.is !== "boolean") {
      spot.reportType(value, "true or false");
      return undefined;
    }
    if (value.looseText !== undefined) spot.report(LOOSE_BOOLEAN, `${spot.name} is ${value.looseText}`);
    return value.text === "true";
  },
  isZero: (boolean) => !boolean,
};

/** A number with its decimal digits as written. */
export const NUMBER: FieldType<Decimal> = {
  expects: "a number",
  decode(value, spot) {
    if (value.is === "number") return decimalOf(value.text);
    spot.reportType(value, "a number, without quotes and without a unit");
    return undefined;
  },
};

/** Whatever the text says there, even null. */
export const ANYTHING: FieldType<{ readonly data: unknown }> = {
  expects: "anything",
  keepsNull: true,
  decode: (value) => ({ data: plainOf(value) }),
};

/** A map of keys with anything below; an empty one is not absent. */
export const ANY_MAP: FieldType<Readonly<Record<string, unknown>>> = {
  expects: "a map",
  decode(value, spot) {
    if (value.is === "map") return plainOf(value) as Readonly<Record<string, unknown>>;
    spot.reportType(value, "a map of keys");
    return undefined;
  },
};

/** Labels: a key with one text or a list of texts. */
export const LABELS: FieldType<ReadonlyMap<string, readonly string[]>> = {
  expects: "a map of texts or lists of texts",
  decode: (value, spot) => keyed(value, spot, (entry, at) => labelTexts(entry.value, at)),
};

/** Annotations: a key with one text. */
export const ANNOTATIONS: FieldType<ReadonlyMap<string, string>> = {
  expects: "a map of texts",
  decode: (value, spot) =>
    keyed(value, spot, (entry, at) => (entry.value.is === "null" ? "" : TEXT.decode(entry.value, at))),
};

function labelTexts(value: Value, spot: Spot): readonly string[] | undefined {
  if (value.is === "null") return [];
  if (value.is !== "list") {
    if (value.is === "map") {
      spot.reportType(value, "a text or a list of texts");
      return undefined;
    }
    const text = TEXT.decode(value, spot);
    return text === undefined ? undefined : [text];
  }
  return value.items.map((item, index) =>
    item.is === "null" ? "" : (TEXT.decode(item, spot.under(index, item.place)) ?? ""),
  );
}

function keyed<T>(
  value: Value,
  spot: Spot,
  read: (entry: Entry, at: Spot) => T | undefined,
): Map<string, T> | undefined {
  if (value.is !== "map") {
    spot.reportType(value, "a map of keys");
    return undefined;
  }
  const map = new Map<string, T>();
  for (const entry of value.entries) {
    const item = read(entry, spot.under(entry.key, entry.place));
    if (item !== undefined) map.set(entry.key, item);
  }
  return map;
}

/** Rules that hold wherever a text, a boolean or a number stands, for the manual. */
export const TYPE_RULES: readonly Rule[] = [WRONG_TYPE, LOOSE_TEXT, LOOSE_BOOLEAN];
