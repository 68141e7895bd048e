import type { Matcher } from "./matcher.ts";
import type { TimeInterval } from "./time-interval.ts";

/** What a route says about the notices of its groups; what it does not say itself it has from the route above it. */
export interface RouteOptions {
  /** Who is told: an escalation, or a receiver of Alertmanager. */
  readonly receiver: string;
  /** Alerts with the same values of these labels are one group; "all": each alert is a group of its own. */
  readonly groupBy: readonly string[] | "all";
  /** Before the first notice of a group. */
  readonly waitMs: number;
  /** Between the last notice and one about a changed group, at least. */
  readonly updateMs: number;
  /** Between the last notice and one about an unchanged group, exactly. */
  readonly repeatMs: number;
}

/** Times at which a route tells nobody, or outside of which it does not; names of time intervals, not inherited. */
export interface RouteTimes {
  readonly muteIn: readonly string[];
  readonly activeIn: readonly string[];
}

/** A node of the tree: which alerts go where. */
export interface Route extends RouteTimes {
  /** "2.1": the first rule in the second; "" of the default, which takes everything. */
  readonly number: string;
  /** Where it is written, from 1. */
  readonly line: number;
  readonly matchers: readonly Matcher[];
  /** Whether the rules after it are tried too when it matched. */
  readonly continues: boolean;
  readonly options: RouteOptions;
  readonly rules: readonly Route[];
}

/** A named set of times. */
export interface NamedTimes {
  readonly line: number;
  readonly intervals: readonly TimeInterval[];
}

/** Where alerts go: the tree, and the times that it names. */
export interface RouteTable {
  readonly root: Route;
  readonly times: ReadonlyMap<string, NamedTimes>;
}
