/** The module's tables as they are stored: instants in epoch ms, lists and objects as JSON, booleans 0 or 1. */
export interface AlertingRows {
  alerting_alerts: AlertRow;
  alerting_destinations: DestinationRow;
  alerting_deliveries: DeliveryRow;
  alerting_groups: GroupRow;
  alerting_group_alerts: GroupAlertRow;
  alerting_group_entries: GroupEntryRow;
  alerting_silences: SilenceRow;
  alerting_routing: RoutingRow;
  alerting_sources: SignalSourceRow;
  alerting_source_states: SourceStateRow;
  alerting_signals: SignalRow;
}

/** See `StoredAlert`; `client` is "" for the whole API. */
export interface AlertRow {
  id: string;
  api: string;
  objective: string;
  kind: string;
  client: string;
  urgency: string;
  fired_at: number;
  told_at: number | null;
  ended_at: number | null;
  ending: string | null;
  muted_by: string | null;
  pairs: string;
  explanation: string;
  source: string;
  dedup_key: string;
  labels: string;
  annotations: string;
  expires_at: number | null;
}

/** See `Destination`; `secret` is that of a webhook, or the key of a PagerDuty service. */
export interface DestinationRow {
  id: string;
  title: string;
  kind: string;
  url: string;
  secret: string;
  old_secret: string | null;
  old_secret_until: number | null;
  urgencies: string;
  apis: string | null;
  enabled: number;
  created_at: number;
  revision: number;
}

/** See `Delivery`. */
export interface DeliveryRow {
  id: string;
  alert_id: string | null;
  event: string;
  destination_id: string;
  destination_title: string;
  state: string;
  notice: string;
  created_at: number;
  attempts: number;
  next_attempt_at: number | null;
  last_status: number | null;
  last_error: string | null;
  may_have_arrived: number;
  settled_at: number | null;
}

/** See `Group`. */
export interface GroupRow {
  id: string;
  group_key: string;
  receiver: string;
  labels: string;
  route: string;
  wait_ms: number;
  update_ms: number;
  repeat_ms: number;
  routing_revision: number;
  since: number;
  began_at: number;
  audible_at: number | null;
  told_at: number | null;
  changed_at: number | null;
  ended_at: number | null;
  rerouted_at: number | null;
  urgency: string;
  title: string;
  firing: number;
  muted: number;
  next_look_at: number | null;
  why: string;
  entries: number;
}

/** An alert in a group; see `GroupMember`. */
export interface GroupAlertRow {
  group_id: string;
  alert_id: string;
  joined_at: number;
  told_at: number | null;
  end_told_at: number | null;
}

/** One thing that was decided of a group; `seq` from 1. */
export interface GroupEntryRow {
  group_id: string;
  seq: number;
  at: number;
  what: string;
  why: string;
}

/** See `Silence`. */
export interface SilenceRow {
  id: string;
  matchers: string;
  author: string;
  reason: string;
  created_at: number;
  confirmed_at: number;
  starts_at: number;
  ends_at: number;
  ended_by: string | null;
  revision: number;
}

/** Where alerts go, as it was written; `managed_by` the configuration text that owns it. */
export interface RoutingRow {
  id: string;
  text: string;
  revision: number;
  managed_by: string | null;
  changed_at: number;
}

/** See `SignalSource`; `lapse_ms` is null where an alert never ends by itself. */
export interface SignalSourceRow {
  source: string;
  title: string;
  format: string;
  mapping: string | null;
  labels: string;
  urgency: string;
  lapse_ms: number | null;
  created_at: number;
  revision: number;
}

/** When a source last said something, and what of it was last refused. */
export interface SourceStateRow {
  source: string;
  last_at: number | null;
  refused_at: number | null;
  refusal: string | null;
}

/** See `KeptSignal`. */
export interface SignalRow {
  id: string;
  once: string;
  source: string;
  action: string;
  dedup_key: string;
  outcome: string;
  alert_id: string | null;
  title: string;
  first_at: number;
  last_at: number;
  times: number;
}
