import { type Grants, NO_GRANTS } from "./permissions.ts";

/** Who asks: somebody in a browser, a program with a token, or somebody unknown. */
export interface Caller {
  readonly kind: "person" | "token" | "nobody";
  /** `per_…` or `tok_…`; empty for nobody. */
  readonly id: string;
  readonly name: string;
  readonly grants: Grants;
}

/** The caller of what is public. */
export const NOBODY: Caller = { kind: "nobody", id: "", name: "", grants: NO_GRANTS };
