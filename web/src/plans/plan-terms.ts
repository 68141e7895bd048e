import { countText } from "#kernel";
import type { Plan } from "./plan-queries.ts";

/** What a plan says, by the lines in which plans are compared. */
export interface PlanTerm {
  readonly name: string;
  readonly of: (plan: Plan) => string;
  /** Findings that speak of it. */
  readonly codes: readonly string[];
}

/** The lines of the table of plans, in its order. */
export const PLAN_TERMS: readonly PlanTerm[] = [
  {
    name: "Price",
    of: ({ price }) => price ?? "free",
    codes: [
      "plan.dearer-stricter",
      "plan.dearer-for-nothing",
      "plan.equal",
      "plan.price-falls",
      "plan.tier-unreachable",
    ],
  },
  { name: "Rate limit", of: ({ rateLimit }) => rateLimit ?? "none", codes: ["plan.rate-above-quota", "plan.no-limit"] },
  {
    name: "At once",
    of: ({ burst, rateLimit }) =>
      burst === null ? (rateLimit === null ? "any number" : "as in a second") : countText(burst),
    codes: ["plan.burst-without-rate", "plan.burst-above-quota"],
  },
  { name: "Quota", of: ({ quota }) => quota ?? "none", codes: ["plan.quota-unreachable"] },
  { name: "Access", of: ({ access }) => access, codes: [] },
  {
    name: "Seen by",
    of: ({ visibility, organisations }) =>
      visibility === "public" ? "everybody" : organisations.join(", ") || "nobody",
    codes: ["plan.private-without-organisation", "plan.public-with-organisations"],
  },
  { name: "APIs", of: ({ apis }) => apis?.join(", ") ?? "all", codes: [] },
  { name: "Calendar", of: ({ zone }) => zone, codes: [] },
  { name: "Operations", of: ({ operations }) => (operations.length === 0 ? "all" : operations.join(", ")), codes: [] },
];

/** Two plans in words: what is different, before and after. */
export function changedTerms(before: Plan, after: Plan): { name: string; before: string; after: string }[] {
  return PLAN_TERMS.map(({ name, of }) => ({ name, before: of(before), after: of(after) })).filter(
    (term) => term.before !== term.after,
  );
}
