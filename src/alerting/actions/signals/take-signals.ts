import { countText } from "#kernel";
import type { SignalsReading } from "#signals";
import type { Tx } from "#storage";
import type { StoredAlert } from "../../model/alert.ts";
import type { Shown } from "../../model/alert-view.ts";
import { type KeptSignal, onceOf, type SignalOutcome } from "../../model/signals/kept-signal.ts";
import { type KnownKey, type MergedSignals, mergeSignals } from "../../model/signals/merge-signals.ts";
import type { SignalSource } from "../../model/signals/signal-source.ts";
import { alertsOfKeys, prolongAlerts, saveAlerts } from "../../store/outside-alerts.ts";
import { noteSource } from "../../store/signal-sources.ts";
import { keepSignals } from "../../store/signals.ts";
import { followGroups } from "../groups/follow-groups.ts";
import type { GroupPorts } from "../groups/group-ports.ts";
import { tellDestinations } from "../tell-destinations.ts";

/** What taking signals stands on. */
export interface TakePorts extends Shown, GroupPorts {
  /** Whether an API of ours has this name. */
  readonly isApi: (name: string) => boolean;
}

/** What became of a body of signals. */
export interface TakenSignals {
  /** Of each signal, in their order. */
  readonly outcomes: readonly SignalOutcome[];
  /** The alerts that began, say something new, or ended, as they are now. */
  readonly changed: readonly StoredAlert[];
}

/**
 * Takes what a source said: its alerts, the messages that follow, and what became of each signal are written in one
 * transaction. Saying it again changes nothing but how often it was said.
 */
export async function takeSignals(
  tx: Tx,
  { source, reading }: { readonly source: SignalSource; readonly reading: SignalsReading },
  ports: TakePorts,
): Promise<TakenSignals> {
  const { now, nextId, isApi } = ports;
  const { signals, faults } = reading;
  const known = await knownKeys(tx, source.name, [...new Set(signals.map(({ dedupKey }) => dedupKey))]);
  const merged = mergeSignals(signals, { source, now, known, isApi, nextId: () => nextId("alert") });
  const { outcomes, alerts } = untold(merged);
  const news = alerts.filter(({ isNews }) => isNews);
  const changed = news.map(({ after }) => after);
  await saveAlerts(tx, changed);
  await prolong(
    tx,
    alerts.filter(({ isNews }) => !isNews),
  );
  await keepSignals(tx, keptSignals(reading, outcomes, { ...ports, source: source.name }));
  await noteSource(tx, source.name, { at: now, refusal: refusalText(faults) });
  const told = news.filter(({ before, after }) => isToTell(before, after)).map(({ after }) => after);
  await tellDestinations(tx, told, ports);
  await followGroups(tx, changed, ports);
  return { outcomes: outcomes.map(({ outcome }) => outcome), changed };
}

async function knownKeys(tx: Tx, source: string, keys: readonly string[]): Promise<Map<string, KnownKey>> {
  const known = new Map<string, KnownKey>();
  for (const alert of await alertsOfKeys(tx, source, keys)) {
    const { open, over } = known.get(alert.dedupKey) ?? { open: undefined, over: undefined };
    known.set(alert.dedupKey, alert.endedAt === null ? { open: alert, over } : { open, over: alert });
  }
  return known;
}

/** What was over before anybody could be told of it is kept, and not told. */
function untold({ outcomes, alerts }: MergedSignals): MergedSignals {
  return {
    outcomes,
    alerts: alerts.map((one) =>
      one.before === undefined && one.after.endedAt !== null ? { ...one, after: { ...one.after, toldAt: null } } : one,
    ),
  };
}

/** What a source says at once mostly ends at once too. */
async function prolong(tx: Tx, alerts: MergedSignals["alerts"]): Promise<void> {
  const byEnd = Map.groupBy(alerts, ({ after }) => after.expiresAt);
  for (const [expiresAt, some] of byEnd) {
    await prolongAlerts(
      tx,
      some.map(({ after }) => after.id),
      expiresAt,
    );
  }
}

function keptSignals(
  { signals }: SignalsReading,
  outcomes: MergedSignals["outcomes"],
  { source, now, nextId }: Pick<TakePorts, "now" | "nextId"> & { readonly source: string },
): KeptSignal[] {
  const kept = new Map<string, KeptSignal>();
  for (const [index, { outcome, alertId, title }] of outcomes.entries()) {
    const signal = signals[index];
    if (signal === undefined) continue;
    const { action, dedupKey } = signal;
    const at = { firstAt: now, lastAt: now };
    const one = { id: nextId("sig"), source, action, dedupKey, outcome, alertId, title, ...at, times: 1 };
    const once = onceOf(one);
    kept.set(once, { ...one, times: (kept.get(once)?.times ?? 0) + 1 });
  }
  return [...kept.values()];
}

/** Of a merge whoever heard of the alert hears nothing: only who wants it now that it is more urgent. */
function isToTell(before: StoredAlert | undefined, after: StoredAlert): boolean {
  if (after.toldAt === null) return false;
  return before === undefined || after.endedAt !== null || before.urgency !== after.urgency;
}

const REFUSAL_MAX = 500;

function refusalText(faults: SignalsReading["faults"]): string | null {
  const [first, ...others] = faults;
  if (first === undefined) return null;
  const more = others.length === 0 ? "" : `, and ${countText(others.length)} more`;
  return `${first.pointer} ${first.detail}${more}`.trim().slice(0, REFUSAL_MAX);
}
