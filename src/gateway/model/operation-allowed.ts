import type { RuledPlan, RuledVersion } from "./rules.ts";

/** What is asked for, in all the ways in which documents and plans write it. */
export interface OperationAsked {
  readonly method: string;
  readonly path: string;
  /** Behind the address of the API. */
  readonly behind: string;
  /** Whether the first segment of `behind` is the version. */
  readonly versionInPath: boolean;
}

/**
 * Whether a plan has the operation of a request; one that names none has all. With a document the operation is the one
 * that the document finds, so that a plan with `GET /orders/{id}` does not open `GET /orders/export`.
 */
export function isOperationAllowed(plan: RuledPlan, version: RuledVersion | null, asked: OperationAsked): boolean {
  if (plan.allowed.size === 0) return true;
  const tree = version?.tree ?? plan.tree;
  for (const path of pathsOf(asked)) {
    const name = tree.match(asked.method, path);
    if (name !== undefined) return plan.allowed.has(name);
  }
  return false;
}

function pathsOf({ path, behind, versionInPath }: OperationAsked): string[] {
  if (!versionInPath) return [behind, path];
  const slash = behind.indexOf("/", 1);
  return [behind, slash < 0 ? "/" : behind.slice(slash), path];
}
