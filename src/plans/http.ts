import { route } from "#http";
import { listSubscriptions } from "./actions/list-subscriptions.ts";
import { planActions } from "./actions/plan-actions.ts";
import { subscriptionActions } from "./actions/subscription-actions.ts";

/** One line for each URL. */
export const plansRoutes = [
  route("GET /plans", planActions.list),
  route("GET /plans/lint", planActions.lint),
  route("GET /plans/:plan", planActions.get, { saysMore: true }),
  route("PUT /plans/:plan", planActions.put),
  route("DELETE /plans/:plan", planActions.remove),
  route("GET /subscriptions", listSubscriptions),
  route("POST /subscriptions", subscriptionActions.request, { status: 201 }),
  route("GET /subscriptions/:subscription", subscriptionActions.get, { saysMore: true }),
  route("DELETE /subscriptions/:subscription", subscriptionActions.end),
  route("PUT /subscriptions/:subscription/plan", subscriptionActions.changePlan),
  route("PUT /subscriptions/:subscription/decision", subscriptionActions.decide),
  route("PUT /subscriptions/:subscription/suspension", subscriptionActions.suspend),
  route("DELETE /subscriptions/:subscription/suspension", subscriptionActions.resume),
];
