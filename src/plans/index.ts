/** What is offered to clients and who is on it: plans, and subscriptions of clients for APIs. */
export { releasePlan, releaseSubscriptions } from "./actions/release-plan.ts";
export { removePlan } from "./actions/remove-plan.ts";
export { savePlan } from "./actions/save-plan.ts";
export { endSubscription, type SubscriptionDraft, saveSubscription } from "./actions/save-subscription.ts";
export type { Saved, Saving } from "./actions/saving.ts";
export { planTexts } from "./contract.ts";
export { plansRoutes } from "./http.ts";
export { plansMigrations } from "./migrations.ts";
export type { Plan } from "./model/plan.ts";
export { type PlanChange, type PlanDraft, planWith } from "./model/plan-draft.ts";
export type { PlanRow, SubscriptionRow } from "./model/rows.ts";
export { planColumns, planOfRow } from "./model/stored-plan.ts";
export { allPlans, findPlan } from "./store/plans.ts";
export { liveSubscriptions } from "./store/subscriptions.ts";
