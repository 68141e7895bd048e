import type { Reader, Tx } from "#storage";
import type { Delivery, DeliveryEvent, DeliveryState } from "../model/delivery.ts";
import type { AlertingRows, DeliveryRow } from "../model/rows.ts";

/** What a list of deliveries is narrowed by. */
export interface DeliveryFilter {
  readonly destination?: string | undefined;
  readonly alert?: string | undefined;
  readonly state?: DeliveryState | undefined;
}

/** A place in the list, newest first: what comes after it is older. */
export interface DeliveryPlace {
  readonly createdAt: number;
  readonly id: string;
}

/** Rows of one insert, and values of one list in a statement. */
const CHUNK = 500;

/** Writes deliveries, many rows a statement. Gives the ids of those whose event was not ordered for their destination before: only they are written. */
export async function insertDeliveries(tx: Tx, deliveries: readonly Delivery[]): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  for (let from = 0; from < deliveries.length; from += CHUNK) {
    const rows = await tx
      .tables<AlertingRows>()
      .insertInto("alerting_deliveries")
      .values(deliveries.slice(from, from + CHUNK).map(rowOf))
      .onConflict((conflict) => conflict.columns(["alert_id", "event", "destination_id"]).doNothing())
      .returning("alerting_deliveries.id")
      .execute();
    for (const { id } of rows) written.add(id);
  }
  return written;
}

export async function updateDelivery(tx: Tx, delivery: Delivery): Promise<void> {
  const { id, ...row } = rowOf(delivery);
  await tx
    .tables<AlertingRows>()
    .updateTable("alerting_deliveries")
    .set(row)
    .where("alerting_deliveries.id", "=", id)
    .execute();
}

export async function findDelivery(tx: Tx, id: string): Promise<Delivery | undefined> {
  const row = await tx
    .tables<AlertingRows>()
    .selectFrom("alerting_deliveries")
    .selectAll()
    .where("alerting_deliveries.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : deliveryOf(row);
}

/** Who was, or is going to be, told that an alert fires. */
export async function beginningsOf(tx: Tx, alertId: string): Promise<Delivery[]> {
  const rows = await tx
    .tables<AlertingRows>()
    .selectFrom("alerting_deliveries")
    .selectAll()
    .where("alerting_deliveries.alert_id", "=", alertId)
    .where("alerting_deliveries.event", "=", "fired")
    .orderBy("alerting_deliveries.id")
    .execute();
  return rows.map(deliveryOf);
}

/** Of these alerts, the destinations that were, or are going to be, told that they fire. */
export async function toldOfAlerts(
  tx: Tx,
  alertIds: readonly string[],
): Promise<{ readonly alertId: string; readonly id: string; readonly title: string }[]> {
  const found = [];
  for (let from = 0; from < alertIds.length; from += CHUNK) {
    const rows = await tx
      .tables<AlertingRows>()
      .selectFrom("alerting_deliveries")
      .select([
        "alerting_deliveries.alert_id",
        "alerting_deliveries.destination_id",
        "alerting_deliveries.destination_title",
      ])
      .where("alerting_deliveries.alert_id", "in", alertIds.slice(from, from + CHUNK))
      .where("alerting_deliveries.event", "=", "fired")
      .orderBy("alerting_deliveries.id")
      .execute();
    found.push(...rows);
  }
  return found.map((row) => ({ alertId: row.alert_id ?? "", id: row.destination_id, title: row.destination_title }));
}

/** Newest first, of one instant by id; at most `limit`. */
export async function listDeliveries(
  read: Reader,
  filter: DeliveryFilter,
  { limit, after }: { readonly limit: number; readonly after: DeliveryPlace | undefined },
): Promise<Delivery[]> {
  const { destination, alert, state } = filter;
  let query = read.tables<AlertingRows>().selectFrom("alerting_deliveries").selectAll();
  if (destination !== undefined) query = query.where("alerting_deliveries.destination_id", "=", destination);
  if (alert !== undefined) query = query.where("alerting_deliveries.alert_id", "=", alert);
  if (state !== undefined) query = query.where("alerting_deliveries.state", "=", state);
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("alerting_deliveries.created_at", "<", after.createdAt),
        has.and([
          has("alerting_deliveries.created_at", "=", after.createdAt),
          has("alerting_deliveries.id", "<", after.id),
        ]),
      ]),
    );
  }
  const rows = await query
    .orderBy("alerting_deliveries.created_at", "desc")
    .orderBy("alerting_deliveries.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(deliveryOf);
}

/**
 * Forgets what was settled before an instant. Kept is what a firing alert was told by, as its end goes there too.
 * Says how many rows that were.
 */
export async function forgetDeliveries(tx: Tx, settledBefore: number): Promise<number> {
  const db = tx.tables<AlertingRows>();
  const firing = db
    .selectFrom("alerting_alerts")
    .select("alerting_alerts.id")
    .where("alerting_alerts.ended_at", "is", null);
  const { numDeletedRows } = await db
    .deleteFrom("alerting_deliveries")
    .where("alerting_deliveries.settled_at", "<", settledBefore)
    .where((has) =>
      has.or([has("alerting_deliveries.alert_id", "is", null), has("alerting_deliveries.alert_id", "not in", firing)]),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

function rowOf(delivery: Delivery): DeliveryRow {
  const { id, event, state, notice, attempts } = delivery;
  return {
    id,
    event,
    state,
    notice,
    attempts,
    alert_id: delivery.alertId,
    destination_id: delivery.destinationId,
    destination_title: delivery.destinationTitle,
    created_at: delivery.createdAt,
    next_attempt_at: delivery.nextAttemptAt,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    may_have_arrived: delivery.mayHaveArrived ? 1 : 0,
    settled_at: delivery.settledAt,
  };
}

function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    alertId: row.alert_id,
    event: row.event as DeliveryEvent,
    destinationId: row.destination_id,
    destinationTitle: row.destination_title,
    state: row.state as DeliveryState,
    notice: row.notice,
    createdAt: row.created_at,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastStatus: row.last_status,
    lastError: row.last_error,
    mayHaveArrived: row.may_have_arrived === 1,
    settledAt: row.settled_at,
  };
}
