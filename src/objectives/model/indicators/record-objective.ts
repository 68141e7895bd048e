import { PRODUCTION } from "#intake";
import type { CompositeMember, Indicator, Objective } from "../objective.ts";
import { type Filter, partsOf } from "./filter.ts";

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

/** The filters of an objective: where it looks, and what it counts. */
export function filtersOf({ indicator, where }: Pick<Objective, "indicator" | "where">): Filter[] {
  return [
    ...(where === undefined ? [] : [where]),
    ...(indicator.kind === "filters" ? [indicator.total, indicator.part] : []),
  ];
}

/** Whether an objective says itself in which environments it looks; the others see production only. */
export function namesEnvironment(objective: Pick<Objective, "indicator" | "where">): boolean {
  return filtersOf(objective).some((filter) =>
    [...partsOf(filter)].some((part) => part.is === "named" && part.dimension === "environment"),
  );
}

/** Which records an objective looks at, before its indicator judges them: environment, `operation` and `where`. */
export function scopeFilterOf(objective: RecordObjective): Filter {
  const { operation, where } = objective;
  return {
    is: "all",
    of: [
      ...(namesEnvironment(objective) ? [] : [named("environment", PRODUCTION)]),
      ...(operation === undefined ? [] : [named("operation", operation)]),
      ...(where === undefined ? [] : [where]),
    ],
  };
}

function named(dimension: "environment" | "operation", name: string): Filter {
  return { is: "named", dimension, names: [name] };
}
