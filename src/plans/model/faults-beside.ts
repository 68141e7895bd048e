import { type ComparedPlan, comparedPlans } from "./compared-plans.ts";
import type { Plan } from "./plan.ts";
import { priceOrderOf } from "./price-order.ts";
import { isStricter, stricterIn } from "./stricter.ts";
import type { PlanFault } from "./words.ts";

/**
 * What is doubtful about plans beside those that the same people can choose for the same API: for each plan, in the
 * order of the others. Each pair is compared once, and a fault of two equal plans is that of the first.
 */
export function faultsBeside(plans: readonly Plan[]): PlanFault[][] {
  const compared = comparedPlans(plans);
  const faults = plans.map((): PlanFault[] => []);
  for (const [index, one] of compared.entries()) {
    for (const [otherIndex, other] of compared.entries()) {
      if (otherIndex <= index || (one.choices & other.bit) === 0n) continue;
      const order = priceOrderOf(one, other);
      if (order === "dearer") faults[index]?.push(...faultsOfDearer(one, other));
      if (order === "cheaper") faults[otherIndex]?.push(...faultsOfDearer(other, one));
      if (order === "same") faults[index]?.push(...faultsOfSame(one, other));
    }
  }
  return faults;
}

function faultsOfDearer(one: ComparedPlan, other: ComparedPlan): PlanFault[] {
  const stricter = stricterIn(one, other);
  if (stricter.length > 0) return [{ code: "plan.dearer-stricter", other: other.plan.plan, stricter }];
  return isStricter(other, one) ? [] : [{ code: "plan.dearer-for-nothing", other: other.plan.plan }];
}

function faultsOfSame(one: ComparedPlan, other: ComparedPlan): PlanFault[] {
  const isEqual = one.plan.access === other.plan.access && !isStricter(one, other) && !isStricter(other, one);
  return isEqual ? [{ code: "plan.equal", other: other.plan.plan }] : [];
}
