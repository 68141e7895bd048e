import type { Reader, Tx } from "#storage";
import type { StoredAlert } from "../model/alert.ts";
import { alertOfRow, rowOfAlert } from "../model/alert-row.ts";
import type { AlertingRows, AlertRow } from "../model/rows.ts";

/** Values of one list in a statement, and rows of one insert: both engines take so many, and neither waits long. */
const CHUNK = 500;

/** Of these keys of a source, the alert that is open and the last one that is over; of a key at most two. */
export async function alertsOfKeys(read: Reader | Tx, source: string, keys: readonly string[]): Promise<StoredAlert[]> {
  const found: AlertRow[] = [];
  for (let from = 0; from < keys.length; from += CHUNK) {
    const rows = await read
      .tables<AlertingRows>()
      .selectFrom("alerting_alerts")
      .selectAll()
      .where("alerting_alerts.source", "=", source)
      .where("alerting_alerts.dedup_key", "in", keys.slice(from, from + CHUNK))
      .where((has) =>
        has.or([
          has("alerting_alerts.ended_at", "is", null),
          has(
            "alerting_alerts.fired_at",
            "=",
            has
              .selectFrom("alerting_alerts as older")
              .select((of) => of.fn.max("older.fired_at").as("fired_at"))
              .whereRef("older.source", "=", "alerting_alerts.source")
              .whereRef("older.dedup_key", "=", "alerting_alerts.dedup_key")
              .where("older.ended_at", "is not", null),
          ),
        ]),
      )
      .execute();
    found.push(...rows);
  }
  return found.map(alertOfRow);
}

/** Writes alerts, those that are there already as they are from now on; many rows a statement. */
export async function saveAlerts(tx: Tx, alerts: readonly StoredAlert[]): Promise<void> {
  for (let from = 0; from < alerts.length; from += CHUNK) {
    await tx
      .tables<AlertingRows>()
      .insertInto("alerting_alerts")
      .values(alerts.slice(from, from + CHUNK).map(rowOfAlert))
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((row) => ({
          api: row.ref("excluded.api"),
          objective: row.ref("excluded.objective"),
          urgency: row.ref("excluded.urgency"),
          fired_at: row.ref("excluded.fired_at"),
          told_at: row.ref("excluded.told_at"),
          ended_at: row.ref("excluded.ended_at"),
          ending: row.ref("excluded.ending"),
          explanation: row.ref("excluded.explanation"),
          labels: row.ref("excluded.labels"),
          annotations: row.ref("excluded.annotations"),
          expires_at: row.ref("excluded.expires_at"),
        })),
      )
      .execute();
  }
}

/** Moves the instant at which alerts lapse; null: they never do by themselves. */
export async function prolongAlerts(tx: Tx, ids: readonly string[], expiresAt: number | null): Promise<void> {
  for (let from = 0; from < ids.length; from += CHUNK) {
    await tx
      .tables<AlertingRows>()
      .updateTable("alerting_alerts")
      .set({ expires_at: expiresAt })
      .where("alerting_alerts.id", "in", ids.slice(from, from + CHUNK))
      .execute();
  }
}

/** Alerts that fire and whose source said that they would be over by `at`, the longest due first. */
export async function expiredAlerts(read: Reader | Tx, at: number, limit: number): Promise<StoredAlert[]> {
  const rows = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_alerts")
    .selectAll()
    .where("alerting_alerts.ended_at", "is", null)
    .where("alerting_alerts.expires_at", "<=", at)
    .orderBy("alerting_alerts.expires_at")
    .orderBy("alerting_alerts.id")
    .limit(limit)
    .execute();
  return rows.map(alertOfRow);
}

/** Alerts of a source that fire, the oldest first. */
export async function openAlertsOf(read: Reader | Tx, source: string, limit: number): Promise<StoredAlert[]> {
  const rows = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_alerts")
    .selectAll()
    .where("alerting_alerts.source", "=", source)
    .where("alerting_alerts.ended_at", "is", null)
    .orderBy("alerting_alerts.fired_at")
    .limit(limit)
    .execute();
  return rows.map(alertOfRow);
}
