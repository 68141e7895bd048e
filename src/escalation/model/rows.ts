/** The module's tables as they are stored: instants in epoch ms, booleans 0 or 1, objects as JSON. */
export interface EscalationRows {
  escalation_policies: PolicyRow;
  escalation_pages: PageRow;
  escalation_entries: EntryRow;
  escalation_told: ToldRow;
}

/** A policy; `entry` is what was written, as JSON: the reader of texts reads it back. */
export interface PolicyRow {
  policy: string;
  entry: string;
  /** Of the plan around the text, for the hours of `only`. */
  zone: string;
  created_at: number;
  revision: number;
  managed_by: string | null;
}

/** A page; what decides about it is in `state`, the columns beside it are for finding it. */
export interface PageRow {
  id: string;
  group_id: string;
  policy: string;
  urgency: string;
  /** The newest notice: what is said of it. */
  notice: string;
  /** `PageState`. */
  state: string;
  /** When its earliest alert fired. */
  since_at: number;
  begun_at: number;
  /** When the first notice was to be told. */
  due_at: number;
  /** When somebody was told first. */
  told_at: number | null;
  /** When somebody acted on it first, and who. */
  reacted_at: number | null;
  reacted_by: string | null;
  over_at: number | null;
  /** When its end was told; null while it is owed. */
  end_told_at: number | null;
  next_at: number | null;
  /** 1: it awaits an answer while it is not over. */
  awaits: number;
  /** The number of its last entry. */
  seq: number;
  revision: number;
}

/** See `Entry`. Never changed, never deleted before its page. */
export interface EntryRow {
  page_id: string;
  seq: number;
  at: number;
  what: string;
  who: string | null;
  why: string;
  inputs: string;
  told: string;
  next_at: number | null;
  next_what: string | null;
}

/** That somebody was told of a page, as often as it was. */
export interface ToldRow {
  page_id: string;
  seq: number;
  kind: string;
  name: string;
  event: string;
  at: number;
}
