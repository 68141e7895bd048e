/** The module's tables as they are stored: instants in epoch ms. */
export interface OnCallRows {
  oncall_schedules: ScheduleRow;
  oncall_versions: VersionRow;
  oncall_overrides: OverrideRow;
  oncall_swaps: SwapRow;
  oncall_calendars: CalendarRow;
}

/** A schedule. One that was removed keeps its history, and its name. */
export interface ScheduleRow {
  schedule: string;
  title: string;
  /** Its entry as JSON text, the zone in it. */
  text: string;
  created_at: number;
  removed_at: number | null;
  /** Of the text alone. */
  revision: number;
  managed_by: string | null;
  /** Rises with every change that may change who is on call: text, overrides, removal. */
  changes: number;
  changed_at: number;
}

/** A text from an instant on; null from a removal on. The first one speaks of the time before it too. */
export interface VersionRow {
  schedule: string;
  from_at: number;
  text: string | null;
}

/** An override that somebody made, or that a swap made. It holds until it was ended, or else until `to_at`. */
export interface OverrideRow {
  id: string;
  schedule: string;
  /** The order in which overrides of a schedule are applied. */
  seq: number;
  from_at: number;
  to_at: number;
  /** As JSON. */
  change: string;
  reason: string;
  author: string;
  created_at: number;
  ended_at: number | null;
  ended_by: string | null;
  /** The swap that made it. */
  swap: string | null;
}

/** Somebody offers a shift; somebody takes it, perhaps for one of theirs. */
export interface SwapRow {
  id: string;
  schedule: string;
  /** Handle of whoever offers. */
  person: string;
  from_at: number;
  to_at: number;
  reason: string;
  requested_at: number;
  taken_at: number | null;
  /** Handle of whoever took it. */
  taken_by: string | null;
  return_from: number | null;
  return_to: number | null;
  withdrawn_at: number | null;
}

/** An address at which a calendar is read: a secret of one person, for one schedule, or ("") for the own shifts. */
export interface CalendarRow {
  person_id: string;
  schedule: string;
  secret_sha256: string;
  created_at: number;
}
