/** The module's tables as they are stored: instants in epoch ms, lists and objects as JSON, booleans 0 or 1. */
export interface AlertingRows {
  alerting_alerts: AlertRow;
  alerting_destinations: DestinationRow;
  alerting_deliveries: DeliveryRow;
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
