/** The module's tables as they are stored: instants in epoch ms, objects as JSON, booleans 0 or 1. */
export interface NotificationRows {
  notification_methods: MethodRow;
  notification_verifications: VerificationRow;
  notification_rules: RuleRow;
  notification_channels: ChannelRow;
  notification_settings: SettingRow;
  notification_messages: MessageRow;
}

/** See `Method`. */
export interface MethodRow {
  id: string;
  person_id: string;
  kind: string;
  title: string;
  sealed: string;
  shown: string;
  created_at: number;
  verified_at: number | null;
  proven_at: number | null;
  failing_since: number | null;
  failure: string | null;
  disabled: number;
}

/** See `Verification`. */
export interface VerificationRow {
  method_id: string;
  sha256: string;
  until: number;
  wrong: number;
  sent_at: number;
}

/** See `Rule`; `position` counts from 0 within an urgency. */
export interface RuleRow {
  person_id: string;
  urgency: string;
  position: number;
  way: string;
  after_ms: number;
  managed_by: string | null;
}

/** See `HouseChannel`. */
export interface ChannelRow {
  name: string;
  id: string;
  kind: string;
  title: string;
  sealed: string;
  shown: string;
  created_at: number;
  failing_since: number | null;
  failure: string | null;
  revision: number;
  managed_by: string | null;
}

/** What the house has set for a kind, under the seal. */
export interface SettingRow {
  kind: string;
  sealed: string;
  shown: string;
  changed_at: number;
  revision: number;
}

/** See `Notification`. */
export interface MessageRow {
  id: string;
  subject: string;
  key: string;
  to_kind: string;
  to_name: string;
  address: string;
  kind: string;
  shown: string;
  event: string;
  urgency: string;
  title: string;
  sealed: string;
  because: string | null;
  created_at: number;
  due_at: number;
  state: string;
  attempts: number;
  begun_at: number | null;
  sent_at: number | null;
  settled_at: number | null;
  last_error: string | null;
  may_have_arrived: number;
  may_be_repeat: number;
  bundled_in: string | null;
}
