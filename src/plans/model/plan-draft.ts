import type { Plan } from "./plan.ts";

/** What is said of a plan; the rest is as before, or as usual. */
export type PlanChange = { readonly [Field in keyof Omit<Plan, "plan">]?: Plan[Field] | undefined };

/** A plan as it shall be. */
export interface PlanDraft extends Plan {
  /** The name that it had until now: then it is renamed. Of no effect when it has the new one already. */
  readonly was?: string;
  /** Whether it is offered to nobody new; as it is when absent. */
  readonly retired?: boolean;
}

/** The plan with what is said; what is not said is as in `before`, or as usual: on request, public, without limits, in UTC. */
export function planWith(plan: string, change: PlanChange, before: Plan | undefined): Plan {
  const said = Object.entries(change).filter(([, value]) => value !== undefined);
  const shaped: Plan = { ...usualPlan(plan), ...before, ...Object.fromEntries(said), plan };
  return {
    ...shaped,
    apis: shaped.apis === null ? null : unique(shaped.apis),
    organisations: unique(shaped.organisations),
    operations: unique(shaped.operations),
  };
}

function usualPlan(plan: string): Plan {
  return {
    plan,
    title: plan,
    description: "",
    apis: null,
    rateLimit: null,
    burst: null,
    quota: null,
    price: null,
    access: "on request",
    visibility: "public",
    organisations: [],
    operations: [],
    zone: "UTC",
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
