import type { Scope } from "./permissions.ts";

/** Who asks: an administrator in a browser, a program with a token, or somebody unknown. */
export type Caller =
  | { readonly kind: "person"; readonly id: string; readonly name: string; readonly scopes: readonly Scope[] }
  | { readonly kind: "token"; readonly id: string; readonly name: string; readonly scopes: readonly Scope[] }
  | { readonly kind: "nobody"; readonly id: ""; readonly name: ""; readonly scopes: readonly [] };

/** The caller of what is public. */
export const NOBODY: Caller = { kind: "nobody", id: "", name: "", scopes: [] };
