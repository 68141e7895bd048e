import type { CodeSet } from "./code-set.ts";

/** A place of a text at which something must hold without taking a character. */
export type Assertion = "textStart" | "textEnd" | "lineStart" | "lineEnd" | "wordEdge" | "noWordEdge";

/** A regular expression, taken apart. `most` null = as often as one likes. Which way a text matches does not matter here, only whether. */
export type PatternNode =
  | { readonly kind: "set"; readonly set: CodeSet }
  | { readonly kind: "assert"; readonly assertion: Assertion }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly part: PatternNode; readonly least: number; readonly most: number | null };
