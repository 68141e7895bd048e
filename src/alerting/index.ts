/** Alerts that are kept and told: compared with what the engine says, sent to destinations, at least once. */
export type { ComputedAlerts } from "./actions/reconcile.ts";
export { releaseRouting, removeRouting, theRouting } from "./actions/routing/save-routing.ts";
export { Alerting } from "./alerting.ts";
export type { AlertExplanationJson } from "./contract/groups/contract.ts";
export { INHIBIT_KEYS, ROUTE_OPTION_KEYS, ROUTE_RULE_KEYS, ROUTING_KEYS } from "./grammar/read-plan-routing.ts";
export { readRoutingFile } from "./grammar/read-routing-file.ts";
export type { TakenSignals } from "./actions/signals/take-signals.ts";
export { alertingMigrations } from "./migrations.ts";
export type { GroupNotice } from "./model/group-notice.ts";
export { type AlertRoute, alertRoutes } from "./model/routing/alert-routes.ts";
export type { InhibitRule } from "./model/routing/inhibit-rule.ts";
export { inhibitRulesFor } from "./model/routing/inhibits.ts";
export type { LabelSet } from "./model/routing/label-set.ts";
export { receiversOf } from "./model/routing/receivers-of.ts";
export { nextNotice } from "./model/routing/next-notice.ts";
export type { SignalSource } from "./model/signals/signal-source.ts";
export { shortDurationText } from "./model/routing/short-duration.ts";
export { inhibitionText, ruleText } from "./model/routing/words.ts";
