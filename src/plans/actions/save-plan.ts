import { findApi } from "#apis";
import { findOrganisation } from "#clients";
import { refuseManaged } from "#http";
import { Refusal, type RefusalFault } from "#kernel";
import type { Reader, Tx } from "#storage";
import type { PlanDraft } from "../model/plan-draft.ts";
import type { PlanRow } from "../model/rows.ts";
import { planColumns } from "../model/stored-plan.ts";
import { allPlans, deletePlanRow, findPlan, putPlan } from "../store/plans.ts";
import { movePlan } from "../store/subscriptions.ts";
import type { Saved, Saving } from "./saving.ts";

/** Lint compares each with each other, in one piece: for so many some 0.1 s at most (`npm run bench -- lint`). */
const PLANS_MAX = 200;

/**
 * Creates a plan, or makes it what the draft says: renamed, retired, offered again. It counts for all that are on it
 * at once. Refuses APIs and organisations that are not there, a plan that another text owns, and too many.
 */
export async function savePlan(
  tx: Tx,
  draft: PlanDraft,
  { now, managedBy }: Pick<Saving, "now" | "managedBy">,
): Promise<Saved<PlanRow>> {
  const named = await findPlan(tx, draft.plan);
  const former = named === undefined && draft.was !== undefined ? await findPlan(tx, draft.was) : undefined;
  const before = named ?? former;
  if (before !== undefined && before.managed_by !== managedBy) refuseManaged(before.managed_by, `plan ${before.plan}`);
  if (before === undefined && (await allPlans(tx)).length >= PLANS_MAX) throw tooMany();
  await refuseUnknown(tx, draft);
  const row: PlanRow = {
    ...planColumns(draft),
    created_at: before?.created_at ?? now,
    retired_at: retiredAt(before, draft, now),
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy,
  };
  if (before !== undefined && isSame(before, row)) return { did: "nothing", before, row: before };
  await putPlan(tx, row);
  if (former !== undefined) {
    await movePlan(tx, former.plan, row.plan);
    await deletePlanRow(tx, former.plan);
  }
  return { did: before === undefined ? "create" : "change", before, row };
}

async function refuseUnknown(read: Reader, { plan, apis, organisations }: PlanDraft): Promise<void> {
  const faults: RefusalFault[] = [];
  for (const [index, api] of (apis ?? []).entries()) {
    if ((await findApi(read, api)) !== undefined) continue;
    faults.push({ pointer: `/apis/${index}`, detail: `there is no API named "${api}"` });
  }
  for (const [index, name] of organisations.entries()) {
    if ((await findOrganisation(read, name)) !== undefined) continue;
    faults.push({ pointer: `/organisations/${index}`, detail: `there is no organisation named "${name}"` });
  }
  if (faults.length === 0) return;
  const told = faults.slice(0, 10).map(({ detail }) => detail);
  throw new Refusal(
    "invalid",
    "plan.unknown-names",
    `The plan ${plan} was not saved, because it names what is not there: ${told.join(", ")}. Create it first, or correct the name.`,
    { faults },
  );
}

function retiredAt(before: PlanRow | undefined, { retired }: PlanDraft, now: number): number | null {
  if (retired === undefined) return before?.retired_at ?? null;
  return retired ? (before?.retired_at ?? now) : null;
}

function isSame(before: PlanRow, row: PlanRow): boolean {
  const columns = Object.keys(row) as (keyof PlanRow)[];
  return columns.every((column) => column === "revision" || before[column] === row[column]);
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "plan.too-many",
    `There are ${PLANS_MAX} plans already, so none was added. Delete those that nobody is on.`,
    { max: PLANS_MAX },
  );
}
