import { closeWord } from "#kernel";
import { type Draft, type Field, type Fields, type PartOf, REQUIRED } from "./field.ts";
import type { FieldType } from "./field-type.ts";
import { type PartNotes, type Reading, Spot } from "./finding.ts";
import type { Path, Place } from "./place.ts";
import type { Look, PartRule, Rule } from "./rule.ts";
import { type Entry, type MapValue, nullValue, type Value } from "./value.ts";

/** What every shape is told by, whatever its fields are. */
export interface AnyShape {
  readonly name: string;
  readonly fields: Fields;
  readonly rules: readonly PartRule<never>[];
}

/** The fields of a kind of part, the rules about it as a whole, and how it is read and checked. */
export class Shape<F> implements FieldType<PartOf<F>>, AnyShape {
  readonly name: string;
  readonly fields: F & Fields;
  readonly rules: readonly PartRule<Draft<F>>[];
  readonly expects = "a map";
  readonly parts: readonly AnyShape[] = [this];

  constructor(name: string, fields: F & Fields, rules: readonly PartRule<Draft<F>>[] = []) {
    this.name = name;
    this.fields = fields;
    this.rules = rules;
  }

  /** Reads what has the right type; a part of another type gives an empty one about which no rule speaks. */
  decode(value: Value, spot: Spot): PartOf<F> {
    const isBroken = value.is !== "map" && value.is !== "null";
    if (isBroken) spot.reportType(value, "a map of keys");
    const failed = new Set<string>();
    const part: Record<string, unknown> = {};
    if (value.is === "map") this.#decodeFields(value, spot, { part, failed });
    for (const [name, field] of Object.entries(this.fields)) {
      if (part[name] === undefined && isReadWhenAbsent(field)) {
        part[name] = field.type.decode(nullValue(spot.place), spot.under(name, spot.place));
      }
    }
    const isEmpty = !isBroken && failed.size === 0 && this.#saysNothing(part, spot.reading);
    spot.reading.notes.set(part, { value, failed, isBroken, isEmpty });
    return part as PartOf<F>;
  }

  /** Reads a part and applies all rules. */
  read(value: Value, spot: Spot): PartOf<F> {
    const part = this.decode(value, spot);
    this.check(part, spot);
    return part;
  }

  check(part: PartOf<F>, spot: Spot): void {
    const notes = spot.reading.notes.get(part);
    if (notes === undefined || notes.isBroken) return;
    for (const [name, field] of Object.entries(this.fields)) {
      if (notes.failed.has(name)) continue;
      const entry = entryOf(notes.value, name);
      const value = (part as Record<string, unknown>)[name];
      checkField(field, value, { spot: spot.under(name, entry?.place ?? spot.place), isThere: entry !== undefined });
    }
    const look = lookOf(spot.reading);
    for (const rule of this.rules) {
      for (const { at, found } of rule.breaches(part, look)) {
        if (spot.reading.findings.isFullFor(rule)) break;
        const place = placeBelow(notes.value, at, spot.place);
        new Spot(spot.reading, [...spot.path, ...at], place).report(rule, found);
      }
    }
  }

  #saysNothing(part: Readonly<Record<string, unknown>>, reading: Reading): boolean {
    return Object.entries(this.fields).every(([name, field]) => isEmptyIn(field, part[name], reading));
  }

  #decodeFields(value: MapValue, spot: Spot, into: { part: Record<string, unknown>; failed: Set<string> }): void {
    for (const entry of value.entries) {
      const at = spot.under(entry.key, entry.place);
      const name = this.#nameOf(entry, at);
      const field = name === undefined ? undefined : this.fields[name];
      if (name === undefined || field === undefined) continue;
      if (into.part[name] !== undefined) at.report(KEY_CASE_TWICE, `"${name}" stands here twice`);
      if (entry.value.is === "null" && field.type.keepsNull !== true) continue;
      const decoded = field.type.decode(entry.value, spot.under(name, entry.place));
      if (decoded === undefined) into.failed.add(name);
      else into.part[name] = decoded;
    }
  }

  /** The reference SDK reads keys whatever their case, so `Metadata` is read, and told. */
  #nameOf({ key }: Entry, spot: Spot): string | undefined {
    const names = Object.keys(this.fields);
    if (names.includes(key)) return key;
    if (spot.reading.findings.isFullFor(UNKNOWN_FIELD)) return undefined;
    const folded = names.find((name) => name.toLowerCase() === key.toLowerCase());
    if (folded !== undefined) {
      spot.report({ ...KEY_CASE, remedy: `Write "${folded}".` }, `"${key}" is written in another case`);
      return folded;
    }
    const closest = closeWord(key, names);
    const remedy = closest === undefined ? `Known here: ${names.join(", ")}.` : `Did you mean "${closest}"?`;
    spot.report({ ...UNKNOWN_FIELD, remedy }, `"${key}" is no key of ${this.name}`);
    return undefined;
  }
}

/** Parts that every part around them has, if need be as an empty one. */
function isReadWhenAbsent({ need, type }: Field<unknown, boolean>): boolean {
  return type instanceof Shape && (need === "required" || need === "always");
}

interface FieldPlace {
  readonly spot: Spot;
  /** The text has its key. */
  readonly isThere: boolean;
}

function checkField(field: Field<unknown, boolean>, value: unknown, { spot, isThere }: FieldPlace): void {
  const isEmpty = isEmptyIn(field, value, spot.reading);
  if (isEmpty && field.missing) {
    spot.report(field.missing, `${spot.name} is ${isThere ? "empty" : "missing"}`);
    return;
  }
  if (value === undefined || (isEmpty && field.need === "conditional")) return;
  if (!isEmpty) {
    for (const rule of field.rules) {
      const found = rule.breach(value);
      if (found !== undefined) spot.report(rule, `${spot.name} ${found}`);
    }
  }
  field.type.check?.(value, spot);
}

function isEmptyIn(field: Field<unknown, boolean>, value: unknown, reading: Reading): boolean {
  if (value === undefined) return true;
  if (field.need === "pointer") return false;
  return typeof value === "object" && value !== null && reading.notes.has(value)
    ? reading.notes.get(value)?.isEmpty === true
    : field.type.isZero?.(value) === true;
}

/** A list of parts. An item of another type leaves a broken part, so that the others keep their numbers. */
export function listOf<F>(shape: Shape<F>): FieldType<readonly PartOf<F>[]> {
  return {
    expects: "a list",
    parts: [shape],
    decode(value, spot) {
      if (value.is === "list") {
        return value.items.map((item, index) => shape.decode(item, spot.under(index, item.place)));
      }
      spot.reportType(value, "a list");
      return undefined;
    },
    check(items, spot) {
      for (const [index, item] of items.entries()) {
        shape.check(item, spot.under(index, spot.reading.notes.get(item)?.value.place ?? spot.place));
      }
    },
  };
}

function lookOf(reading: Reading): Look {
  const entry = (part: object, key: string): Entry | "unknown" | undefined => {
    const notes: PartNotes | undefined = reading.notes.get(part);
    return notes === undefined || notes.isBroken ? "unknown" : entryOf(notes.value, key);
  };
  return {
    has(part, key) {
      const found = entry(part, key);
      return found === "unknown" || (found !== undefined && found.value.is !== "null");
    },
    names: (part, key) => entry(part, key) !== undefined,
    isBroken: (part) => entry(part, "") === "unknown",
    isEmpty: (part) => reading.notes.get(part)?.isEmpty === true,
  };
}

/** The entry of a key, in another case if there is none in its own. */
export function entryOf(value: Value, name: string): Entry | undefined {
  if (value.is !== "map") return undefined;
  const folded = name.toLowerCase();
  return (
    value.entries.find((entry) => entry.key === name) ??
    value.entries.find((entry) => entry.key.toLowerCase() === folded)
  );
}

/** Of a path below a value the place of its last part that is there. */
export function placeBelow(top: Value, path: Path, start: Place): Place {
  let value = top;
  let place = start;
  for (const step of path) {
    const entry: Entry | undefined = typeof step === "string" ? entryOf(value, step) : undefined;
    const next: Value | undefined = typeof step === "number" && value.is === "list" ? value.items[step] : entry?.value;
    if (next === undefined) return place;
    place = entry?.place ?? next.place;
    value = next;
  }
  return place;
}

/** A key that a part does not have. */
const UNKNOWN_FIELD: Rule = {
  code: "unknown_field",
  origin: "sdk",
  says: "nothing reads it",
  remedy: "Remove it, or move it to where it belongs; settings of your own are annotations.",
};

/** A key in another case than the specification writes it. */
const KEY_CASE: Rule = {
  code: "key_case",
  origin: "specification",
  says: "other readers may not know it",
  remedy: "Write it as the specification does.",
};

const KEY_CASE_TWICE: Rule = {
  code: "duplicate_key",
  origin: "both",
  says: "only one of them can count",
  remedy: "Remove one.",
};

/** Rules that hold for every part, for the manual. */
export const PART_RULES: readonly Rule[] = [REQUIRED, UNKNOWN_FIELD, KEY_CASE, KEY_CASE_TWICE];
