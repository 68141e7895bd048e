/** What is offered to clients and who is on it: plans, and subscriptions of clients for APIs. */
export { releasePlan, releaseSubscriptions } from "./actions/release-plan.ts";
export { type MeteredClient, meteredClients } from "./actions/metered-clients.ts";
export { removePlan } from "./actions/remove-plan.ts";
export { savePlan } from "./actions/save-plan.ts";
export { endSubscription, saveSubscription } from "./actions/save-subscription.ts";
export { clientName, planTexts, usageSchema } from "./contract.ts";
export { plansRoutes } from "./http.ts";
export { plansMigrations } from "./migrations.ts";
export { chargeOf } from "./model/charge.ts";
export { planWith } from "./model/plan-draft.ts";
export { planPeriod } from "./model/plan-period.ts";
export { chargePeriodOf } from "./model/price.ts";
export { quotaPeriodOf } from "./model/quota.ts";
export { planColumns, planOfRow } from "./model/stored-plan.ts";
export { quotaStateOf } from "./model/usage.ts";
export { USAGE_FORMATS, usageCsv, usageEvents, type UsageLine } from "./model/usage-lines.ts";
export { allPlans } from "./store/plans.ts";
export { liveSubscriptions } from "./store/subscriptions.ts";
