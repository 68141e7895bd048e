import { z } from "zod";
import { apiName } from "#apis";
import { cursorOf, page, pageInput, readCursor, refuseManaged, refuseStale } from "#http";
import { changeAction, readAction } from "#identity";
import { findingSchema, planName, planSchema, planTexts } from "../contract.ts";
import { lintPlans } from "../model/lint-plans.ts";
import { isOfferedFor, isVisibleTo } from "../model/plan.ts";
import { planWith } from "../model/plan-draft.ts";
import { planOfRow } from "../model/stored-plan.ts";
import { allPlans, findPlan } from "../store/plans.ts";
import { existingPlan } from "./existing-plan.ts";
import { plansSeen, planView } from "./plan-view.ts";
import { removePlan } from "./remove-plan.ts";
import { savePlan } from "./save-plan.ts";

const LIST = "plans";

/** Plans that the asker sees, by name: those that are offered, or those that are retired. Their number is bounded. */
const list = readAction({
  name: "plan.list",
  may: "plan:read",
  owner: "caller",
  input: z.strictObject({
    ...pageInput,
    api: apiName.optional(),
    state: z.enum(["offered", "retired"]).default("offered"),
  }),
  output: page(planSchema),
  run: async ({ limit, cursor, api, state }, { read, within, now }) => {
    const [after] = readCursor(LIST, cursor, z.tuple([planName])) ?? [""];
    const rows = (await allPlans(read)).filter((row) => {
      const isAsked = row.plan > after && (row.retired_at === null) === (state === "offered");
      const plan = planOfRow(row);
      return isAsked && (api === undefined || isOfferedFor(plan, api)) && isVisibleTo(plan, within);
    });
    const seen = await plansSeen(read, within, now);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const next = last === undefined ? null : cursorOf(LIST, [last.plan]);
    return { items: shown.map((row) => planView(row, seen)), next };
  },
});

/** One plan. */
const get = readAction({
  name: "plan.get",
  may: "plan:read",
  owner: "caller",
  input: z.strictObject({ plan: planName }),
  output: planSchema,
  run: async ({ plan }, { read, within, now }) =>
    planView(await existingPlan(read, plan, within), await plansSeen(read, within, now)),
});

/** What lint says of all plans that are offered, or of those for one API. For those who see all: findings name plans. */
const lint = readAction({
  name: "plan.lint",
  may: "plan:read",
  input: z.strictObject({ api: apiName.optional() }),
  output: z.object({ findings: z.array(findingSchema) }),
  run: async ({ api }, { read }) => {
    const offered = (await allPlans(read)).filter(({ retired_at: retiredAt }) => retiredAt === null).map(planOfRow);
    return { findings: lintPlans(offered.filter((plan) => api === undefined || isOfferedFor(plan, api))) };
  },
});

/** Creates a plan, or changes what is given: what is left out stays, null takes a limit or the price away. */
const put = changeAction({
  name: "plan.put",
  may: "plan:write",
  input: z.strictObject({ plan: planName, ...planTexts, retired: z.boolean().optional() }),
  output: planSchema,
  run: async ({ plan, retired, ...change }, { tx, now, call, within }) => {
    const before = await findPlan(tx, plan);
    refuseStale(call.precondition, before?.revision);
    const draft = planWith(plan, change, before && planOfRow(before));
    const { row } = await savePlan(tx, retired === undefined ? draft : { ...draft, retired }, { now, managedBy: null });
    return planView(row, await plansSeen(tx, within, now));
  },
  audit: ({ plan }, { rateLimit, burst, quota, price, access, visibility, revision }) => ({
    subject: `plan:${plan}`,
    facts: { rateLimit, burst, quota, price, access, visibility, revision },
  }),
});

/** Removes a plan on which nobody ever was; any other is retired: offered to nobody new, kept for those on it. */
const remove = changeAction({
  name: "plan.delete",
  may: "plan:write",
  input: z.strictObject({ plan: planName }),
  output: z.object({ plan: planName, did: z.enum(["deleted", "retired"]) }),
  run: async ({ plan }, { tx, now, call, within }) => {
    const { revision, managed_by: managedBy } = await existingPlan(tx, plan, within);
    refuseStale(call.precondition, revision);
    refuseManaged(managedBy, `plan ${plan}`);
    return { plan, did: await removePlan(tx, plan, now) };
  },
  audit: ({ plan }, { did }) => ({ subject: `plan:${plan}`, facts: { did } }),
});

/** What can be done with plans. */
export const planActions = { list, get, lint, put, remove };
