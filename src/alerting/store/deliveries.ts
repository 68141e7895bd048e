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

/** False when this event was ordered for this destination before: then nothing is written. */
export async function insertDelivery(tx: Tx, delivery: Delivery): Promise<boolean> {
  const written = await tx
    .tables<AlertingRows>()
    .insertInto("alerting_deliveries")
    .values(rowOf(delivery))
    .onConflict((conflict) => conflict.columns(["alert_id", "event", "destination_id"]).doNothing())
    .executeTakeFirst();
  return written.numInsertedOrUpdatedRows === 1n;
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
