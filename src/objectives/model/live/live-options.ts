import type { Interval } from "#kernel";
import type { Dictionaries } from "#records";
import type { Coverage } from "../engine/coverage.ts";
import type { SlotLists } from "../engine/slot-lists.ts";
import type { Objective } from "../objective.ts";
import type { IsRegistered } from "./series-rows.ts";
import type { WhatIfTable } from "../whatif/what-if-table.ts";

/** What live objectives are made from. */
export interface LiveOptions {
  /** The names behind the ids of all columns that will be counted. */
  readonly names: Dictionaries;
  /** Whether the guard against low traffic applies; true when absent. */
  readonly guard?: boolean;
  /** Where closed slot lists go; absent = they stay in memory. */
  readonly lists?: SlotLists;
  /** Which clients have instances however many came before; nobody when absent. */
  readonly isRegistered?: IsRegistered;
}

/** An API whose objectives are to be watched. */
export interface WatchedApi {
  readonly api: string;
  /** All of this API. */
  readonly objectives: readonly Objective[];
  /** Since when its requests are known, epoch ms. */
  readonly startedAt: number;
  /** So many clients that are not registered get instances of their own; later ones are counted in the API only. */
  readonly clientsMax: number;
  /** What its source watched; absent = always. Marks may be added at any time. */
  readonly coverage?: Coverage;
  /** Maintenance; absent = none. See `excludedTimeOf`. */
  readonly exclusions?: readonly Interval[];
}

/** Running totals of an objective since it is watched; they never fall. */
export interface ObjectiveCounter {
  readonly api: string;
  readonly objective: string;
  readonly valid: number;
  readonly bad: number;
}

/** What an API's bounds left out. */
export interface LiveLimits {
  /** Clients without instances of their own, as there were too many when they came. */
  readonly clientsLeftOut: number;
  /** Requests of single clients that came too late to change what their slices of time were judged to be. */
  readonly slicesTooLate: number;
}

/** Targets that were tried, and the history that they were tried on. */
export interface LiveWhatIf extends WhatIfTable, Interval {}
