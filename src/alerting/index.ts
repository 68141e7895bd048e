/** Alerts that are kept and told: compared with what the engine says, sent to destinations, at least once. */
export type { ComputedAlerts } from "./actions/reconcile.ts";
export { Alerting } from "./alerting.ts";
export { alertingMigrations } from "./migrations.ts";
