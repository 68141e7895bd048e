import type { z } from "zod";
import { isoText, isoTextOrNull } from "#kernel";
import type { Reader } from "#storage";
import type { planSchema } from "../contract.ts";
import { lintPlans, type PlanFinding } from "../model/lint-plans.ts";
import type { PlanRow } from "../model/rows.ts";
import { planOfRow } from "../model/stored-plan.ts";
import { allPlans } from "../store/plans.ts";
import { type Taken, takenByPlan } from "../store/taken.ts";

/** What is told of a plan beside itself, to those who see all. */
export interface PlansSeen {
  readonly within: readonly string[] | null;
  readonly taken: ReadonlyMap<string, Taken>;
  readonly findings: readonly PlanFinding[];
}

const NOBODY: Taken = { requested: 0, active: 0, suspended: 0 };

/** Who is on each plan, and what lint says of all that are offered; nothing of it for who sees only the own. */
export async function plansSeen(read: Reader, within: readonly string[] | null, now: number): Promise<PlansSeen> {
  if (within !== null) return { within, taken: new Map(), findings: [] };
  const offered = (await allPlans(read)).filter(({ retired_at: retiredAt }) => retiredAt === null);
  return { within, taken: await takenByPlan(read, now), findings: lintPlans(offered.map(planOfRow)) };
}

/** A plan as the asker may see it: of organisations only the own ones. */
export function planView(row: PlanRow, { within, taken, findings }: PlansSeen): z.input<typeof planSchema> {
  const { organisations, apis, operations, access, visibility } = planOfRow(row);
  return {
    plan: row.plan,
    title: row.title,
    description: row.description,
    apis: apis === null ? null : [...apis],
    rateLimit: row.rate_limit,
    burst: row.burst,
    quota: row.quota,
    price: row.price,
    access,
    visibility,
    organisations: organisations.filter((name) => within === null || within.includes(name)),
    operations: [...operations],
    zone: row.zone,
    createdAt: isoText(row.created_at),
    retiredAt: isoTextOrNull(row.retired_at),
    revision: row.revision,
    managedBy: within === null ? row.managed_by : null,
    taken: within === null ? (taken.get(row.plan) ?? NOBODY) : null,
    findings: findings.filter(({ plan, other }) => plan === row.plan || other === row.plan),
  };
}
