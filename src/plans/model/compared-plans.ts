import { bitOf, NamedBy } from "./named-by.ts";
import type { Plan } from "./plan.ts";
import { type PricedPlan, pricedPlan } from "./price-order.ts";

/** A plan made ready to be compared with each other one of its set. Bits are plans of the set, by their place. */
export interface ComparedPlan extends PricedPlan {
  readonly bit: bigint;
  /** Plans of which somebody can choose it or them for one API. */
  readonly choices: bigint;
  /** Plans that are offered for all its APIs. */
  readonly withItsApis: bigint;
  /** Plans that allow all its operations. */
  readonly withItsOperations: bigint;
}

/** Makes plans ready to be compared, so that a pair costs the same however many names its plans have. */
export function comparedPlans(plans: readonly Plan[]): ComparedPlan[] {
  const apis = new NamedBy(plans.map((plan) => plan.apis));
  const audiences = new NamedBy(plans.map((plan) => (plan.visibility === "public" ? null : plan.organisations)));
  const operations = new NamedBy(plans.map((plan) => (plan.operations.length === 0 ? null : plan.operations)));
  return plans.map((plan, index) => ({
    ...pricedPlan(plan),
    bit: bitOf(index),
    choices: apis.sharing(index) & audiences.sharing(index),
    withItsApis: apis.covering(index),
    withItsOperations: operations.covering(index),
  }));
}
