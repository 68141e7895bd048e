import type { FieldType } from "./field-type.ts";
import type { FieldRule, Rule } from "./rule.ts";

/** What a field asks for. */
export type Need =
  /** Not absent and not empty. */
  | "required"
  /** An empty value is as good as none. */
  | "optional"
  /** An empty value is a value. */
  | "pointer"
  /** Like optional, but a part that is absent is read as an empty one. */
  | "always"
  /** An empty value is as good as none, and rules of the part around it decide whether it has to be there. */
  | "conditional";

/** A field of a shape. `IsGiven` tells types whether every valid part has it. */
export interface Field<T, IsGiven extends boolean> {
  readonly type: FieldType<T>;
  readonly need: Need;
  readonly rules: readonly FieldRule<T>[];
  /** The rule that an absent value breaks; undefined: none. */
  readonly missing: Rule | undefined;
  /** For types only. */
  readonly isGiven?: IsGiven;
}

/** Fields by their key, in the order of the specification. */
export type Fields = Readonly<Record<string, Field<unknown, boolean>>>;
type ValueOf<F> = F extends Field<infer T, boolean> ? T : never;
type GivenKeys<F> = { [K in keyof F]: F[K] extends Field<infer _T, true> ? K : never }[keyof F];

/** A part of a valid document, as its fields describe it. */
export type PartOf<F> = { readonly [K in GivenKeys<F>]: ValueOf<F[K]> } & {
  readonly [K in Exclude<keyof F, GivenKeys<F>>]?: ValueOf<F[K]>;
};

/** The same while rules still decide whether it is valid: anything may be missing. */
export type Draft<F> = { readonly [K in keyof F]?: ValueOf<F[K]> };

/** What a `required` field that is empty breaks. */
export const REQUIRED: Rule = {
  code: "required",
  origin: "both",
  says: "it has to be given and not empty",
  remedy: "Write it.",
};

/** A field that every valid part has. A `code` stands where the reference SDK finds an empty value by another rule. */
export function required<T>(
  type: FieldType<T>,
  rules: readonly FieldRule<T>[] = [],
  code = REQUIRED.code,
): Field<T, true> {
  return { type, rules, need: "required", missing: { ...REQUIRED, code } };
}

/** A field that may be absent; an empty value is as good as none. */
export function optional<T>(type: FieldType<T>, rules: readonly FieldRule<T>[] = []): Field<T, false> {
  return { type, rules, need: "optional", missing: undefined };
}

/** A field that may be absent, and whose empty value is a value: "" breaks its rules, {} and [] are there. */
export function pointer<T>(type: FieldType<T>, rules: readonly FieldRule<T>[] = []): Field<T, false> {
  return { type, rules, need: "pointer", missing: undefined };
}

/** A part that is read as an empty one where it is absent, so that its own required fields are told. */
export function always<T>(type: FieldType<T>): Field<T, true> {
  return { type, rules: [], need: "always", missing: undefined };
}

/** A part that rules of the part around it ask for under a condition. */
export function conditional<T>(type: FieldType<T>): Field<T, false> {
  return { type, rules: [], need: "conditional", missing: undefined };
}
