import { compareText } from "#kernel";
import type { LabelSet } from "./label-set.ts";
import { matchedRoutes, type RoutePath, routeOf } from "./matched-routes.ts";
import type { Route, RouteTable } from "./route.ts";
import { isWithin } from "./time-interval.ts";
import { inactiveText, mutedText, whyText } from "./words.ts";

/** One of the ways that an alert goes. */
export interface AlertRoute {
  readonly receiver: string;
  /** The labels that make its group, by name, with their values; those that the alert does not have are not there. */
  readonly group: LabelSet;
  readonly waitMs: number;
  readonly updateMs: number;
  readonly repeatMs: number;
  /** Which matchers decided, and where they are written. */
  readonly why: string;
  /** What keeps it from telling somebody at the instant that was asked about; null: nothing, or none was. */
  readonly mutedBy: string | null;
  readonly path: RoutePath;
}

/** Where an alert with these labels goes, in order, at least one way; `at` (epoch ms): whether it would be told then. */
export function alertRoutes(table: RouteTable, labels: LabelSet, at: number | null): AlertRoute[] {
  const present = [...labels].filter(([, value]) => value !== "").toSorted(([a], [b]) => compareText(a, b));
  return matchedRoutes(table.root, new Map(present)).map((path): AlertRoute => {
    const route = routeOf(path);
    const { receiver, groupBy, waitMs, updateMs, repeatMs } = route.options;
    const group = new Map(present.filter(([label]) => groupBy === "all" || groupBy.includes(label)));
    const mutedBy = at === null ? null : mutedAt(table, route, at);
    return { receiver, group, waitMs, updateMs, repeatMs, why: whyText(path), mutedBy, path };
  });
}

function mutedAt({ times }: RouteTable, { muteIn, activeIn }: Route, at: number): string | null {
  const holds = (name: string): boolean => times.get(name)?.intervals.some((one) => isWithin(one, at)) === true;
  const muting = muteIn.find(holds);
  if (muting !== undefined) return mutedText(muting, times.get(muting)?.line ?? 0);
  return activeIn.length === 0 || activeIn.some(holds) ? null : inactiveText(activeIn);
}
