import type { Route, RouteTable } from "./route.ts";

/** Whoever a table's default and rules tell, each once. */
export function receiversOf({ root }: Pick<RouteTable, "root">): ReadonlySet<string> {
  return new Set(below(root));
}

function below({ options, rules }: Route): string[] {
  return [options.receiver, ...rules.flatMap(below)];
}
