import type { SignalAction } from "#signals";

/**
 * What became of a signal: it opened an alert; said something new of one; ended it; says that somebody has seen it; said
 * what was known already; or is about nothing that is known here, and is ignored.
 */
export const SIGNAL_OUTCOMES = ["opened", "merged", "resolved", "acknowledged", "repeated", "unknownKey"] as const;

/** One of them. */
export type SignalOutcome = (typeof SIGNAL_OUTCOMES)[number];

/** A signal as it is known afterwards; those that are counted together are one of these. */
export interface KeptSignal {
  readonly id: string;
  readonly source: string;
  readonly action: SignalAction;
  readonly dedupKey: string;
  readonly outcome: SignalOutcome;
  /** Null where it is about nothing that is known. */
  readonly alertId: string | null;
  readonly title: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly times: number;
}

/** Counted together for each alert, as some sources say the same, or another figure in their words, every minute. */
const COUNTED: ReadonlySet<SignalOutcome> = new Set(["merged", "acknowledged", "repeated"]);

/** Names what is counted together; what is kept by itself is named by its own id. */
export function onceOf({ id, source, dedupKey, outcome, alertId }: KeptSignal): string {
  if (outcome === "unknownKey") return `${outcome} ${source} ${dedupKey}`;
  return COUNTED.has(outcome) ? `${outcome} ${alertId ?? ""}` : id;
}
