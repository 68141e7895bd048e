import { allPlans, planColumns, planOfRow, planTexts, planWith, releasePlan, removePlan, savePlan } from "#plans";
import { Refusal } from "#kernel";
import { z } from "zod";
import type { Reader } from "#storage";
import type { Fields, Json, PresentObject } from "../../model/wanted.ts";
import type { KindOfObject } from "./kind-of-object.ts";

const texts = z.strictObject(planTexts);

/** Plans, with limits and prices as people write them. What the text leaves out is as usual: on request, public, not limited. */
export const planKind: KindOfObject = {
  kind: "plan",
  may: ["plan:write"],
  normal: ({ name, fields }) => writtenOf(planColumns(planWith(name, parsed(fields), undefined))),
  present,
  save: async (tx, { name, fields, was, managedBy }, { now }) => {
    const plan = planWith(name, parsed(fields), undefined);
    const draft = { ...plan, retired: false, ...(was === undefined ? {} : { was }) };
    await savePlan(tx, draft, { now, managedBy });
  },
  remove: async (tx, name, { now }) => {
    await removePlan(tx, name, now);
    await releasePlan(tx, name);
  },
  release: releasePlan,
};

function parsed(fields: Fields): z.output<typeof texts> {
  const result = texts.safeParse(fields);
  if (result.success) return result.data;
  const told = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Refusal("invalid", "plan.fields", `${told.join("; ")}.`);
}

async function present(read: Reader): Promise<PresentObject[]> {
  const rows = (await allPlans(read)).filter(({ retired_at: at }) => at === null);
  return rows.map((row) => ({
    kind: "plan",
    name: row.plan,
    fields: writtenOf(planColumns(planOfRow(row))),
    managedBy: row.managed_by,
  }));
}

/** As a text has it. */
function writtenOf(row: ReturnType<typeof planColumns>): Fields {
  return {
    title: row.title,
    description: row.description,
    apis: row.apis === null ? null : (JSON.parse(row.apis) as Json),
    rateLimit: row.rate_limit,
    burst: row.burst,
    quota: row.quota,
    price: row.price,
    access: row.access,
    visibility: row.visibility,
    organisations: JSON.parse(row.organisations) as Json,
    operations: JSON.parse(row.operations) as Json,
    zone: row.zone,
  };
}
