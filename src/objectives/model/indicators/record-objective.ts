import { PRODUCTION } from "#intake";
import { unreachable } from "#kernel";
import type { CompositeMember, Indicator, Objective } from "../objective.ts";
import { type Filter, type FilterDimension, partsOf } from "./filter.ts";

/** An indicator that can be judged by looking at a record of a request. */
export type RecordIndicator = Extract<Indicator, { readonly kind: "availability" | "latency" | "filters" }>;

/** Of an objective, what says which records it counts. */
export interface RecordObjective extends Pick<Objective, "operation" | "where"> {
  readonly indicator: RecordIndicator;
}

/** Whether an objective is counted from records; the others have counts from elsewhere, or members that have. */
export function isOfRecords<O extends Objective>(objective: O): objective is O & RecordObjective {
  const { kind } = objective.indicator;
  return kind === "availability" || kind === "latency" || kind === "filters";
}

/** Why records cannot judge an objective: another system counts it ("Prometheus"), or this member of it. */
export interface CountedElsewhere {
  readonly by: string;
  readonly member?: string;
}

/** Why records cannot judge an objective; undefined when they can. A composite needs each of its members among `all`. */
export function countedElsewhere({ indicator }: Objective, all: readonly Objective[]): CountedElsewhere | undefined {
  if (indicator.kind === "external") return { by: indicator.type };
  return indicator.kind === "composite" ? externalMember(indicator.members, all) : undefined;
}

function externalMember(members: readonly CompositeMember[], all: readonly Objective[]): CountedElsewhere | undefined {
  const external = members
    .map((member) => all.find(({ name }) => name === member.objective))
    .find((member) => member?.indicator.kind === "external");
  if (external?.indicator.kind !== "external") return undefined;
  return { by: external.indicator.type, member: external.name };
}

/** What the filters of an objective ask for: `where`, and those that it counts by. */
export function filterDimensionsOf(
  objective: Pick<Objective, "indicator" | "where">,
): ReadonlySet<FilterDimension | "status" | "class" | "durationMs"> {
  return new Set(filtersOf(objective).flatMap((filter) => [...partsOf(filter)].flatMap(askedBy)));
}

function filtersOf({ indicator, where }: Pick<Objective, "indicator" | "where">): Filter[] {
  return [
    ...(where === undefined ? [] : [where]),
    ...(indicator.kind === "filters" ? [indicator.total, indicator.part] : []),
  ];
}

function askedBy(part: Filter): (FilterDimension | "status" | "class" | "durationMs")[] {
  switch (part.is) {
    case "named":
      return [part.dimension];
    case "operationPrefix":
      return ["operation"];
    case "duration":
      return ["durationMs"];
    case "status":
    case "class":
      return [part.is];
    case "all":
    case "any":
    case "not":
      return [];
    default:
      return unreachable(part);
  }
}

/**
 * Which records an objective looks at, before its indicator judges them: its `operation`, its `where`, and those of
 * production, unless a filter of it names an environment.
 */
export function scopeFilterOf(objective: RecordObjective): Filter {
  const { operation, where } = objective;
  return {
    is: "all",
    of: [
      ...(filterDimensionsOf(objective).has("environment") ? [] : [named("environment", PRODUCTION)]),
      ...(operation === undefined ? [] : [named("operation", operation)]),
      ...(where === undefined ? [] : [where]),
    ],
  };
}

function named(dimension: "environment" | "operation", name: string): Filter {
  return { is: "named", dimension, names: [name] };
}
