import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { comparedPlans } from "./compared-plans.ts";
import { isOfferedFor, isVisibleTo, type Plan } from "./plan.ts";
import { planOf } from "./plan.testing.ts";

test("who can choose between two plans, and which of them covers the other, is what going through their names says", () => {
  const names = fc.subarray(["a", "b", "c"]);
  const some = fc.subarray(["a", "b", "c"], { minLength: 1 });
  const texts = fc.record({
    apis: fc.option(some),
    operations: names,
    organisations: names,
    visibility: fc.constantFrom("public" as const, "private" as const),
  });
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 6 }), (list) => {
      const compared = comparedPlans(list.map((each, index) => planOf({ plan: `p${index}`, ...each })));
      for (const one of compared) {
        for (const other of compared) {
          const found = [one.choices, one.withItsApis, one.withItsOperations].map((bits) => (bits & other.bit) !== 0n);
          assert.deepEqual(found, byHand(one.plan, other.plan), `${one.plan.plan} ${other.plan.plan}`);
        }
      }
    }),
  );
});

/** Any API and any organisation may be named by none of the plans: "x". */
function byHand(one: Plan, other: Plan): boolean[] {
  const all = ["a", "b", "c", "x"];
  const isShared = all.some((api) => isOfferedFor(one, api) && isOfferedFor(other, api));
  const isSeen = all.some((name) => isVisibleTo(one, [name]) && isVisibleTo(other, [name]));
  const isOpen = one.visibility === "public" || other.visibility === "public";
  const mayUse = ({ operations }: Plan, name: string): boolean => operations.length === 0 || operations.includes(name);
  return [
    isShared && (isSeen || isOpen),
    all.every((api) => !isOfferedFor(one, api) || isOfferedFor(other, api)),
    all.every((name) => !mayUse(one, name) || mayUse(other, name)),
  ];
}
