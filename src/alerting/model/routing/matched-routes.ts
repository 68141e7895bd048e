import type { LabelSet } from "./label-set.ts";
import { allMatch } from "./matcher.ts";
import type { Route } from "./route.ts";

/** A route with those above it, the default first; it is the last. */
export type RoutePath = readonly [Route, ...Route[]];

/**
 * The routes that take an alert, in order, at least one: depth first; a rule that matched keeps the ones after it from
 * being tried unless it continues; a route none of whose rules matched is meant itself. The root takes everything.
 */
export function matchedRoutes(root: Route, labels: LabelSet): RoutePath[] {
  return below([root], labels);
}

function below(path: RoutePath, labels: LabelSet): RoutePath[] {
  const found: RoutePath[] = [];
  for (const rule of routeOf(path).rules) {
    if (!allMatch(rule.matchers, labels)) continue;
    found.push(...below([...path, rule], labels));
    if (!rule.continues) break;
  }
  return found.length === 0 ? [path] : found;
}

/** The route that a path leads to. */
export function routeOf(path: RoutePath): Route {
  return path.at(-1) ?? path[0];
}
