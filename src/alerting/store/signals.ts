import type { Reader, Tx } from "#storage";
import { type KeptSignal, onceOf, type SignalOutcome } from "../model/signals/kept-signal.ts";
import type { AlertingRows, SignalRow } from "../model/rows.ts";

const CHUNK = 500;

/** What a list of signals is narrowed by. */
export interface SignalFilter {
  readonly source?: string | undefined;
  readonly outcome?: SignalOutcome | undefined;
  readonly alert?: string | undefined;
}

/** A place in the list, newest first: what comes after it is older. */
export interface SignalPlace {
  readonly lastAt: number;
  readonly id: string;
}

/** Keeps signals; those that are counted together are counted on the row that is there. Of these, no two may be the same. */
export async function keepSignals(tx: Tx, signals: readonly KeptSignal[]): Promise<void> {
  for (let from = 0; from < signals.length; from += CHUNK) {
    await tx
      .tables<AlertingRows>()
      .insertInto("alerting_signals")
      .values(signals.slice(from, from + CHUNK).map(rowOf))
      .onConflict((conflict) =>
        conflict.column("once").doUpdateSet((row) => ({
          title: row.ref("excluded.title"),
          last_at: row.ref("excluded.last_at"),
          times: row("alerting_signals.times", "+", row.ref("excluded.times")),
        })),
      )
      .execute();
  }
}

/** Newest first, of one instant by id; at most `limit`. */
export async function listSignals(
  read: Reader,
  { source, outcome, alert }: SignalFilter,
  { limit, after }: { readonly limit: number; readonly after: SignalPlace | undefined },
): Promise<KeptSignal[]> {
  let query = read.tables<AlertingRows>().selectFrom("alerting_signals").selectAll();
  if (source !== undefined) query = query.where("alerting_signals.source", "=", source);
  if (outcome !== undefined) query = query.where("alerting_signals.outcome", "=", outcome);
  if (alert !== undefined) query = query.where("alerting_signals.alert_id", "=", alert);
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("alerting_signals.last_at", "<", after.lastAt),
        has.and([has("alerting_signals.last_at", "=", after.lastAt), has("alerting_signals.id", "<", after.id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy("alerting_signals.last_at", "desc")
    .orderBy("alerting_signals.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(signalOf);
}

/** Forgets what was last said before an instant. Says how many rows that were. */
export async function forgetSignals(tx: Tx, saidBefore: number): Promise<number> {
  const { numDeletedRows } = await tx
    .tables<AlertingRows>()
    .deleteFrom("alerting_signals")
    .where("alerting_signals.last_at", "<", saidBefore)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function rowOf(signal: KeptSignal): SignalRow {
  const { id, source, action, outcome, title, times } = signal;
  return {
    id,
    source,
    action,
    outcome,
    title,
    times,
    once: onceOf(signal),
    dedup_key: signal.dedupKey,
    alert_id: signal.alertId,
    first_at: signal.firstAt,
    last_at: signal.lastAt,
  };
}

function signalOf(row: SignalRow): KeptSignal {
  const { id, source, title, times } = row;
  return {
    id,
    source,
    title,
    times,
    action: row.action as KeptSignal["action"],
    dedupKey: row.dedup_key,
    outcome: row.outcome as SignalOutcome,
    alertId: row.alert_id,
    firstAt: row.first_at,
    lastAt: row.last_at,
  };
}
