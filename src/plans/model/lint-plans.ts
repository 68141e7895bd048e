import { DAY_MS, HOUR_MS } from "#kernel";
import { exactCharge } from "./charge.ts";
import type { Plan } from "./plan.ts";
import { chargePeriodOf } from "./price.ts";
import { priceOrderOf } from "./price-order.ts";
import { LONGEST_DAYS } from "./quota.ts";
import { burstOf } from "./rate-limit.ts";
import { stricterIn } from "./stricter.ts";
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
  return plans
    .toSorted((one, other) => (one.plan < other.plan ? -1 : 1))
    .flatMap((plan) =>
      [
        ...ownFaults(plan),
        ...plans.filter((other) => isChoiceBeside(plan, other)).flatMap((other) => faultsBeside(plan, other)),
      ].map((fault) => findingOf(plan, fault)),
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
  const { tiers, by } = price.usage;
  const bounds = tiers.flatMap(({ to }) => (to === null ? [] : [to]));
  const unreached = quota?.period === chargePeriodOf(price) ? bounds.find((to) => to >= quota.requests) : undefined;
  const cliff = by === "volume" ? bounds.find((to) => exactCharge(price, to + 1) < exactCharge(price, to)) : undefined;
  return [
    ...(unreached === undefined || quota === null
      ? []
      : [{ code: "plan.tier-unreachable" as const, to: unreached, quota }]),
    ...(cliff === undefined ? [] : [{ code: "plan.price-falls" as const, to: cliff, price }]),
  ];
}

/** Whether somebody can choose between both for one API. */
function isChoiceBeside(one: Plan, other: Plan): boolean {
  if (one.plan === other.plan) return false;
  const sharesApi = one.apis === null || other.apis === null || one.apis.some((api) => other.apis?.includes(api));
  const isOpen = one.visibility === "public" || other.visibility === "public";
  return sharesApi && (isOpen || one.organisations.some((name) => other.organisations.includes(name)));
}

function faultsBeside(one: Plan, other: Plan): PlanFault[] {
  const order = priceOrderOf(one, other);
  const stricter = stricterIn(one, other);
  const [first] = stricter;
  if (order === "dearer" && first !== undefined) return [{ code: "plan.dearer-stricter", other: other.plan, stricter }];
  const isLooser = stricterIn(other, one).length > 0;
  if (order === "dearer" && !isLooser) return [{ code: "plan.dearer-for-nothing", other: other.plan }];
  if (order !== "same" || first !== undefined || isLooser) return [];
  // Told once for both.
  return one.plan < other.plan && one.access === other.access ? [{ code: "plan.equal", other: other.plan }] : [];
}
