import type { Price } from "./price.ts";
import type { Quota } from "./quota.ts";
import type { RateLimit } from "./rate-limit.ts";

/** How a client comes on a plan: at once, or when somebody approves. */
export const ACCESS = ["automatic", "on request"] as const;

/** Who sees a plan: everybody, or the organisations that it names. */
export const VISIBILITY = ["public", "private"] as const;

/** What a plan gives and what it costs. What is null is not limited, or free. */
export interface Plan {
  /** A name that stays: `[a-z0-9-]{1,63}`. */
  readonly plan: string;
  readonly title: string;
  readonly description: string;
  /** APIs for which it is offered; null: for all. */
  readonly apis: readonly string[] | null;
  readonly rateLimit: RateLimit | null;
  /** Requests that may come at once; null: those of one second. */
  readonly burst: number | null;
  readonly quota: Quota | null;
  readonly price: Price | null;
  readonly access: (typeof ACCESS)[number];
  readonly visibility: (typeof VISIBILITY)[number];
  /** Names of those that see a private plan. */
  readonly organisations: readonly string[];
  /** Operations that may be used, `GET /orders/{id}`; none named: all. */
  readonly operations: readonly string[];
  /** IANA zone by whose calendar quota and price count. */
  readonly zone: string;
}

/** Whether a plan is offered for an API. */
export function isOfferedFor({ apis }: Pick<Plan, "apis">, api: string): boolean {
  return apis === null || apis.includes(api);
}

/** Whether a caller sees a plan; `within` null: somebody who sees all. Else the caller's own organisations. */
export function isVisibleTo(
  plan: Pick<Plan, "visibility" | "organisations">,
  within: readonly string[] | null,
): boolean {
  if (within === null || plan.visibility === "public") return true;
  return plan.organisations.some((name) => within.includes(name));
}
