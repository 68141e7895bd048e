import type { Spot } from "./finding.ts";
import type { Rule } from "./rule.ts";
import type { Value } from "./value.ts";

/** How the value of a field is read. */
export interface FieldType<T> {
  /** "a text": for messages and for the manual. */
  readonly expects: string;
  /** Null stands for a value of its own and not for an absent one. */
  readonly keepsNull?: boolean;
  /** Rules that `decode` and `check` apply, for the manual. */
  readonly inner?: readonly Rule[];
  /** Shapes of parts in it, for the manual. */
  readonly parts?: readonly { readonly name: string }[];
  /** Nothing, after a report, where the value is of another type. */
  decode(value: Value, spot: Spot): T | undefined;
  /** Whether the value counts as absent in a field that is no `pointer`. */
  isZero?(value: T): boolean;
  /** What can only be said about a value of the right type. */
  check?(value: T, spot: Spot): void;
}

/** What a type reads. */
export type Read<T> = T extends FieldType<infer V> ? V : never;
