import type { PageState } from "./page-state.ts";

/** Who is told: a person by handle, or a channel of the house by name. */
export interface Receiver {
  readonly kind: "person" | "channel";
  readonly name: string;
}

/** What happened to a page. */
export type EntryKind =
  | "began"
  | "told"
  | "skipped"
  | "waits"
  | "fallback"
  | "unreached"
  | "updated"
  | "unchanged"
  | "upgraded"
  | "acknowledged"
  | "unacknowledged"
  | "expired"
  | "escalated"
  | "snoozed"
  | "woke"
  | "reassigned"
  | "responder"
  | "switched"
  | "audited"
  | "resolved"
  | "ended";

/** One decision with its reason, and whom it tells. */
export interface Entry {
  readonly what: EntryKind;
  /** The handle of whoever did it; null: nobody, time passed. */
  readonly who: string | null;
  /** A sentence. */
  readonly why: string;
  /** What it was decided by. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What those told are told; absent: nobody is. */
  readonly event?: "page" | "ticket" | "update" | "asked";
  readonly to: readonly Receiver[];
  readonly next: PageState["next"];
}

/** A new state with what was decided on the way. */
export interface Decision {
  readonly state: PageState;
  readonly entries: readonly Entry[];
}

/** What is said of an entry; the rest is empty. */
export type EntryPart = Pick<Entry, "what" | "why"> & Partial<Omit<Entry, "next">>;

/** Adds an entry and changes the state. */
export function decided({ state, entries }: Decision, change: Partial<PageState>, part?: EntryPart): Decision {
  const after = { ...state, ...change };
  if (part === undefined) return { state: after, entries };
  return { state: after, entries: [...entries, { who: null, inputs: {}, to: [], ...part, next: after.next }] };
}

/** A decision to begin with. */
export function undecided(state: PageState): Decision {
  return { state, entries: [] };
}
