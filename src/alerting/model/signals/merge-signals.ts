import type { Signal } from "#signals";
import type { StoredAlert } from "../alert.ts";
import { mergedAlert, outsideAlert } from "./outside-alert.ts";
import type { SignalOutcome } from "./kept-signal.ts";
import type { SignalSource } from "./signal-source.ts";

/** What is known of a key. */
export interface KnownKey {
  readonly open: StoredAlert | undefined;
  /** The last one that is over. */
  readonly over: StoredAlert | undefined;
}

/** What signals are compared with. */
export interface SignalComparison {
  readonly source: SignalSource;
  readonly now: number;
  readonly known: ReadonlyMap<string, KnownKey>;
  /** Whether an API of ours has this name. */
  readonly isApi: (name: string) => boolean;
  readonly nextId: () => string;
}

/** What one signal comes to. A follow-up is called as its alert is. */
export interface TakenSignal {
  readonly outcome: SignalOutcome;
  readonly alertId: string | null;
  readonly title: string;
}

/** What signals come to. */
export interface MergedSignals {
  /** Of each signal, in their order. */
  readonly outcomes: readonly TakenSignal[];
  /** The alerts that they touched, as they are now; `isNews` where more than the time of their lapse differs. */
  readonly alerts: readonly {
    readonly before: StoredAlert | undefined;
    readonly after: StoredAlert;
    readonly isNews: boolean;
  }[];
}

/**
 * Takes signals one after the other. Of each key of a source at most one alert is open:
 * - a trigger opens it, or is merged into it: the earliest beginning while they overlap, the newest words, the higher
 *   urgency;
 * - a resolve ends it, and a trigger whose end is past is one. An end before the alert began is about an earlier one;
 * - what is over stays so: a trigger after it opens another alert, which begins after that end.
 */
export function mergeSignals(signals: readonly Signal[], comparison: SignalComparison): MergedSignals {
  const touched = new Map<string, Touched>();
  const outcomes = signals.map((signal) => {
    const { known } = comparison;
    const key = signal.dedupKey;
    const mine = touched.get(key) ?? { ...(known.get(key) ?? { open: undefined, over: undefined }), changes: [] };
    touched.set(key, mine);
    return taken(signal, mine, comparison);
  });
  return { outcomes, alerts: [...touched.values()].flatMap(({ changes }) => changes) };
}

/** What is known of a key while signals are taken; each alert is once in `changes`. */
interface Touched {
  open: StoredAlert | undefined;
  over: StoredAlert | undefined;
  readonly changes: { readonly before: StoredAlert | undefined; after: StoredAlert; isNews: boolean }[];
}

function taken(signal: Signal, mine: Touched, comparison: SignalComparison): TakenSignal {
  const { now } = comparison;
  const { open, over } = mine;
  const isEnd = signal.action === "resolve" || (signal.action === "trigger" && isPast(signal.endsAt, now));
  if (signal.action === "trigger" && !isEnd) return triggered(signal, mine, comparison);
  if (open === undefined) return takenAs(over === undefined ? "unknownKey" : "repeated", over, signal);
  if (!isEnd) return takenAs("acknowledged", open, signal);
  if (isOfAnEarlierOne(signal, open)) return takenAs("repeated", open, signal);
  const endedAt = Math.min(Math.max(signal.endsAt ?? now, open.firedAt), now);
  const after = { ...open, endedAt: Math.max(endedAt, open.firedAt), ending: "resolved", expiresAt: null } as const;
  note(mine, { before: open, after, isNews: true });
  mine.open = undefined;
  mine.over = after;
  return takenAs("resolved", open, signal);
}

function triggered(signal: Signal, mine: Touched, comparison: SignalComparison): TakenSignal {
  const { open, over } = mine;
  const { now, nextId, source } = comparison;
  const expiresAt = signal.endsAt ?? (source.lapseMs === null ? null : now + source.lapseMs);
  const overAt = over?.endedAt ?? Number.NEGATIVE_INFINITY;
  if (open !== undefined) {
    const after = mergedAlert(open, signal, { ...comparison, overAt });
    const isNews = after !== open;
    if (isNews || expiresAt !== open.expiresAt) note(mine, { before: open, after: { ...after, expiresAt }, isNews });
    return takenAs(isNews ? "merged" : "repeated", open, signal);
  }
  const after = { ...outsideAlert(signal, nextId(), { ...comparison, overAt }), expiresAt };
  note(mine, { before: undefined, after, isNews: true });
  return takenAs("opened", after, signal);
}

function takenAs(outcome: SignalOutcome, alert: StoredAlert | undefined, { title }: Signal): TakenSignal {
  return { outcome, alertId: alert?.id ?? null, title: title === "" ? (alert?.objective ?? "") : title };
}

/** Whether an end is about an alert of this key that was over before the open one began. */
function isOfAnEarlierOne({ startsAt, endsAt }: Signal, open: StoredAlert): boolean {
  return startsAt !== null && endsAt !== null && endsAt < open.firedAt;
}

function isPast(at: number | null, now: number): boolean {
  return at !== null && at <= now;
}

function note(mine: Touched, change: Touched["changes"][number]): void {
  const { after, isNews } = change;
  mine.open = after;
  const known = mine.changes.find((one) => one.after.id === after.id);
  if (known === undefined) mine.changes.push(change);
  else {
    known.after = after;
    known.isNews ||= isNews;
  }
}
