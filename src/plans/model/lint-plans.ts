import { DAY_MS, HOUR_MS } from "#kernel";
import { faultsBeside } from "./faults-beside.ts";
import type { Plan } from "./plan.ts";
import { chargePeriodOf, type Price } from "./price.ts";
import { costIn, stretchesOf } from "./price-stretches.ts";
import { LONGEST_DAYS } from "./quota.ts";
import { burstOf } from "./rate-limit.ts";
import { findingMessage, type PlanFault } from "./words.ts";

/** What is wrong (error) or doubtful (warning) about a plan, alone or beside `other`. */
export interface PlanFinding {
  readonly plan: string;
  readonly code: PlanFault["code"];
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly other: string | null;
}

const ERRORS: ReadonlySet<PlanFault["code"]> = new Set([
  "plan.private-without-organisation",
  "plan.burst-without-rate",
]);

/**
 * Lint of plans as a set: what each says for itself, and how it stands to those that the same people can choose for
 * the same API. By name, then in the order of the rules. No plans, no findings.
 */
export function lintPlans(plans: readonly Plan[]): PlanFinding[] {
  const byName = plans.toSorted((one, other) => (one.plan < other.plan ? -1 : 1));
  const beside = faultsBeside(byName);
  return byName.flatMap((plan, index) =>
    [...ownFaults(plan), ...(beside[index] ?? [])].map((fault) => findingOf(plan, fault)),
  );
}

function findingOf({ plan }: Plan, fault: PlanFault): PlanFinding {
  return {
    plan,
    code: fault.code,
    severity: ERRORS.has(fault.code) ? "error" : "warning",
    message: findingMessage(plan, fault),
    other: "other" in fault ? fault.other : null,
  };
}

function ownFaults(plan: Plan): PlanFault[] {
  return [...audienceFaults(plan), ...rateFaults(plan), ...quotaFaults(plan), ...priceFaults(plan)];
}

function audienceFaults({ visibility, organisations, access, rateLimit, quota }: Plan): PlanFault[] {
  const faults: PlanFault[] = [];
  if (visibility === "private" && organisations.length === 0) {
    faults.push({ code: "plan.private-without-organisation" });
  }
  if (visibility === "public" && organisations.length > 0) {
    faults.push({ code: "plan.public-with-organisations", organisations: organisations.length });
  }
  if (visibility === "public" && access === "automatic" && rateLimit === null && quota === null) {
    faults.push({ code: "plan.no-limit" });
  }
  return faults;
}

function rateFaults({ rateLimit, burst, quota }: Plan): PlanFault[] {
  if (rateLimit === null) return burst === null ? [] : [{ code: "plan.burst-without-rate", burst }];
  const faults: PlanFault[] = [];
  if (quota !== null && rateLimit.requests >= quota.requests) {
    faults.push({ code: "plan.rate-above-quota", rateLimit, quota });
  }
  if (quota !== null && burst !== null && burst > quota.requests) {
    faults.push({ code: "plan.burst-above-quota", burst, quota });
  }
  return faults;
}

/** A clock that is set back makes a period an hour longer. */
function quotaFaults({ rateLimit, burst, quota }: Plan): PlanFault[] {
  if (rateLimit === null || quota === null) return [];
  const longestMs = LONGEST_DAYS[quota.period] * DAY_MS + HOUR_MS;
  const most = Math.floor((rateLimit.requests * longestMs) / rateLimit.perMs) + burstOf(rateLimit, burst);
  return most < quota.requests ? [{ code: "plan.quota-unreachable", rateLimit, quota, most }] : [];
}

function priceFaults({ price, quota }: Plan): PlanFault[] {
  if (!price?.usage) return [];
  const bounds = price.usage.tiers.flatMap(({ to }) => (to === null ? [] : [to]));
  const unreached = quota?.period === chargePeriodOf(price) ? bounds.find((to) => to >= quota.requests) : undefined;
  const cliff = cliffOf(price);
  return [
    ...(unreached === undefined || quota === null
      ? []
      : [{ code: "plan.tier-unreachable" as const, to: unreached, quota }]),
    ...(cliff === undefined ? [] : [{ code: "plan.price-falls" as const, to: cliff, price }]),
  ];
}

/** The first number of requests after which one more costs less in all. */
function cliffOf(price: Price): number | undefined {
  const stretches = stretchesOf(price);
  return stretches.find((stretch, index) => {
    const next = stretches[index + 1];
    return next !== undefined && costIn(next, next.from) < costIn(stretch, stretch.to);
  })?.to;
}
