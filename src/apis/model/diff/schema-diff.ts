import { type ChangeCode, changeOf, type ChangePlace } from "./change-rules.ts";
import type { Comparison } from "./comparison.ts";
import { type FlatSchema, flatSchema, LIMITS } from "./flat-schema.ts";
import type { JsonObject } from "./references.ts";

/** Whether clients send a value or get it. */
export type Direction = "request" | "response";

/** A schema on both sides. */
export interface SchemaPair {
  readonly before: unknown;
  readonly after: unknown;
}

const DEPTH_MAX = 32;
const SHOWN_MAX = 5;

/** Compares schemas in one direction, from one operation: a pair that was compared there already is not again, so that rings end. */
export class SchemaDiff {
  readonly #comparison: Comparison;
  readonly #direction: Direction;
  readonly #seen = new Map<JsonObject, Set<JsonObject>>();

  constructor(comparison: Comparison, direction: Direction) {
    this.#comparison = comparison;
    this.#direction = direction;
  }

  /** What is not there on one side, or leads out of its document, is not compared. */
  compare(pair: SchemaPair, at: ChangePlace, depth = 0): void {
    const { before: old, after: young } = this.#comparison;
    const before = old.references.resolve(pair.before);
    const after = young.references.resolve(pair.after);
    if (before === undefined || after === undefined || depth > DEPTH_MAX) return;
    if (this.#wasSeen(before, after) || !this.#comparison.step()) return;
    const flat = { before: flatSchema(before, old.references), after: flatSchema(after, young.references) };
    this.#compareValues(flat, at);
    this.#compareFields(flat, at, depth);
    const list = { operation: at.operation, place: `${at.place}[]` };
    this.compare({ before: flat.before.items, after: flat.after.items }, list, depth + 1);
    for (const [name, alternative] of flat.before.alternatives) {
      const other = flat.after.alternatives.get(name);
      this.compare({ before: alternative, after: other }, at, depth + 1);
    }
  }

  #compareValues({ before, after }: FlatPair, at: ChangePlace): void {
    this.#compareSets("type", withIntegers(before.types, after.types), at);
    this.#compareSets("enum", { before: before.values, after: after.values }, at);
    const alternatives = { before: namesOf(before.alternatives), after: namesOf(after.alternatives) };
    this.#compareSets("alternative", alternatives, at);
    for (const name of Object.keys(LIMITS)) {
      const limits = { before: before.limits.get(name), after: after.limits.get(name) };
      for (const change of limitChanges(name, limits)) {
        this.#add(`${this.#direction}-limit-${change}`, at, `${name} ${limitText(limits)}`);
      }
    }
    // That an answer may have more than it declares is no news to anybody.
    if (this.#direction === "request" && before.isClosed !== after.isClosed) {
      const change = after.isClosed ? "narrowed" : "widened";
      this.#add(`request-limit-${change}`, at, `other fields are ${after.isClosed ? "refused" : "taken"}`);
    }
  }

  /** Sets of what is possible; null is everything. */
  #compareSets(what: "type" | "enum" | "alternative", { before, after }: SetPair, at: ChangePlace): void {
    const gone = before === null ? [] : [...before].filter((one) => after !== null && !after.has(one));
    const fresh = after === null ? [] : [...after].filter((one) => before !== null && !before.has(one));
    if (gone.length > 0 || (before === null && after !== null)) {
      const kept = after === null ? [] : [...after];
      this.#add(
        `${this.#direction}-${what}-narrowed`,
        at,
        gone.length > 0 ? `not ${listed(gone)}` : `only ${listed(kept)}`,
      );
    }
    if (fresh.length > 0) this.#add(`${this.#direction}-${what}-widened`, at, `also ${listed(fresh)}`);
    else if (before !== null && after === null) this.#add(`${this.#direction}-${what}-widened`, at, "any");
  }

  #compareFields({ before, after }: FlatPair, at: ChangePlace, depth: number): void {
    const direction = this.#direction;
    for (const [name, schema] of before.fields) {
      const place = fieldPlace(at, name);
      if (!after.fields.has(name)) {
        this.#add(`${direction}-field-removed`, place);
        continue;
      }
      const [was, is] = [before.required.has(name), after.required.has(name)];
      if (was !== is) this.#add(`${direction}-field-${is ? "required" : "optional"}`, place);
      this.compare({ before: schema, after: after.fields.get(name) }, place, depth + 1);
    }
    for (const name of after.fields.keys()) {
      if (before.fields.has(name)) continue;
      const isDemanded = direction === "request" && after.required.has(name);
      this.#add(isDemanded ? "request-field-added-required" : `${direction}-field-added`, fieldPlace(at, name));
    }
  }

  #wasSeen(before: JsonObject, after: JsonObject): boolean {
    const seen = this.#seen.get(before) ?? new Set();
    if (seen.has(after)) return true;
    this.#seen.set(before, seen.add(after));
    return false;
  }

  #add(code: ChangeCode, at: ChangePlace, detail = ""): void {
    this.#comparison.add(changeOf(code, at, detail));
  }
}

interface FlatPair {
  readonly before: FlatSchema;
  readonly after: FlatSchema;
}

interface SetPair {
  readonly before: ReadonlySet<string> | null;
  readonly after: ReadonlySet<string> | null;
}

interface LimitPair {
  readonly before: string | number | undefined;
  readonly after: string | number | undefined;
}

/** An integer is a number: from the one to the other is wider, back is narrower. */
function withIntegers(before: ReadonlySet<string> | null, after: ReadonlySet<string> | null): SetPair {
  return { before: withInteger(before), after: withInteger(after) };
}

function withInteger(types: ReadonlySet<string> | null): ReadonlySet<string> | null {
  return types?.has("number") === true && !types.has("integer") ? new Set([...types, "integer"]) : types;
}

function namesOf(alternatives: ReadonlyMap<string, unknown>): ReadonlySet<string> | null {
  return alternatives.size === 0 ? null : new Set(alternatives.keys());
}

/** A form that is another one is both: some of the old values fall out, and new ones come. */
function limitChanges(name: string, { before, after }: LimitPair): ("narrowed" | "widened")[] {
  if (before === after) return [];
  if (before === undefined) return ["narrowed"];
  if (after === undefined) return ["widened"];
  const kind = LIMITS[name];
  if (kind === "form" || typeof before !== "number" || typeof after !== "number") return ["narrowed", "widened"];
  return [after > before === (kind === "upper") ? "widened" : "narrowed"];
}

function limitText({ before, after }: LimitPair): string {
  return `${short(String(before ?? "none"))} before, ${short(String(after ?? "none"))} now`;
}

function fieldPlace({ operation, place }: ChangePlace, name: string): ChangePlace {
  const joint = place.includes(", field ") ? "." : ", field ";
  return { operation, place: `${place}${joint}${short(name)}` };
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, SHOWN_MAX).map(short).join(", ");
  return texts.length > SHOWN_MAX ? `${shown} and ${texts.length - SHOWN_MAX} more` : shown;
}

function short(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
