import { ITSELF } from "#kernel";
import type { Reader, Tx } from "#storage";
import { OF_PLIMSOLL, type StoredAlert } from "../model/alert.ts";
import { alertOfRow, rowOfAlert } from "../model/alert-row.ts";
import type { AlertingRows } from "../model/rows.ts";

/** What a list of alerts is narrowed by; all that is said must fit. */
export interface AlertFilter {
  /** Those of Plimsoll itself concern each API. */
  readonly api?: string | undefined;
  readonly objective?: string | undefined;
  /** The client is kept under one of these names. */
  readonly clients?: readonly string[] | undefined;
  readonly state?: "firing" | "ended" | undefined;
  /** It fired at or after `from`, before `to`. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** A place in the list, newest first: what comes after it is older. */
export interface AlertPlace {
  readonly firedAt: number;
  readonly id: string;
}

/** Values that one statement takes. */
const CHUNK = 500;
/** Rows that one insert writes: some two thousand values. */
const ROWS_AT_ONCE = 100;

/** All of Plimsoll's own that fire, and those that are over and fired at one of these instants. */
export async function alertsToCompare(tx: Tx, instants: readonly number[]): Promise<StoredAlert[]> {
  const all = tx
    .tables<AlertingRows>()
    .selectFrom("alerting_alerts")
    .selectAll()
    .where("alerting_alerts.source", "=", OF_PLIMSOLL.source)
    .orderBy("alerting_alerts.fired_at")
    .orderBy("alerting_alerts.id");
  const rows = await all.where("alerting_alerts.ended_at", "is", null).execute();
  for (let from = 0; from < instants.length; from += CHUNK) {
    const over = all
      .where("alerting_alerts.ended_at", "is not", null)
      .where("alerting_alerts.fired_at", "in", instants.slice(from, from + CHUNK));
    rows.push(...(await over.execute()));
  }
  return rows.map(alertOfRow);
}

/** Writes new alerts, many in one statement. */
export async function insertAlerts(tx: Tx, alerts: readonly StoredAlert[]): Promise<void> {
  for (let from = 0; from < alerts.length; from += ROWS_AT_ONCE) {
    const rows = alerts.slice(from, from + ROWS_AT_ONCE).map(rowOfAlert);
    await tx.tables<AlertingRows>().insertInto("alerting_alerts").values(rows).execute();
  }
}

export async function updateAlert(tx: Tx, alert: StoredAlert): Promise<void> {
  const { id, ...row } = rowOfAlert(alert);
  await tx
    .tables<AlertingRows>()
    .updateTable("alerting_alerts")
    .set(row)
    .where("alerting_alerts.id", "=", id)
    .execute();
}

export async function findAlert(read: Reader | Tx, id: string): Promise<StoredAlert | undefined> {
  const row = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_alerts")
    .selectAll()
    .where("alerting_alerts.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : alertOfRow(row);
}

/** Those of these ids, at most as many as one statement takes. */
export async function alertsOf(read: Reader | Tx, ids: readonly string[]): Promise<StoredAlert[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_alerts")
    .selectAll()
    .where("alerting_alerts.id", "in", ids)
    .execute();
  return rows.map(alertOfRow);
}

/** Newest first, of one instant by id; at most `limit`. */
export async function listAlerts(
  read: Reader,
  filter: AlertFilter,
  { limit, after }: { readonly limit: number; readonly after: AlertPlace | undefined },
): Promise<StoredAlert[]> {
  const { api, objective, clients, state, from, to } = filter;
  let query = read.tables<AlertingRows>().selectFrom("alerting_alerts").selectAll();
  if (api !== undefined) query = query.where("alerting_alerts.api", "in", [api, ITSELF]);
  if (objective !== undefined) query = query.where("alerting_alerts.objective", "=", objective);
  if (clients !== undefined) query = query.where("alerting_alerts.client", "in", clients);
  if (state !== undefined) query = query.where("alerting_alerts.ended_at", state === "firing" ? "is" : "is not", null);
  if (from !== undefined) query = query.where("alerting_alerts.fired_at", ">=", from);
  if (to !== undefined) query = query.where("alerting_alerts.fired_at", "<", to);
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("alerting_alerts.fired_at", "<", after.firedAt),
        has.and([has("alerting_alerts.fired_at", "=", after.firedAt), has("alerting_alerts.id", "<", after.id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy("alerting_alerts.fired_at", "desc")
    .orderBy("alerting_alerts.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(alertOfRow);
}
