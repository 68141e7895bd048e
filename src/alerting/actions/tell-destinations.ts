import { nextTurn } from "#kernel";
import type { Tx } from "#storage";
import type { StoredAlert } from "../model/alert.ts";
import type { Shown } from "../model/alert-view.ts";
import { wants } from "../model/destination.ts";
import { endedNotice, firedNotice } from "../model/notice.ts";
import { toldOfAlerts } from "../store/deliveries.ts";
import { allDestinations } from "../store/destinations.ts";
import { type DeliveryOrder, orderDeliveries } from "./order-delivery.ts";

/** What telling takes. */
export interface TellPorts extends Shown {
  readonly now: number;
  readonly nextId: (prefix: string) => string;
}

/** Alerts whose messages are written at once, before everything else has its turn. */
const AT_ONCE = 500;

/**
 * Orders the messages about alerts, in their order: a beginning goes to whoever wants it, an end to whoever got the
 * beginning. Each is ordered once.
 */
export async function tellDestinations(tx: Tx, alerts: readonly StoredAlert[], ports: TellPorts): Promise<void> {
  if (alerts.length === 0) return;
  const destinations = await allDestinations(tx);
  for (let from = 0; from < alerts.length; from += AT_ONCE) {
    if (from > 0) await nextTurn();
    const some = alerts.slice(from, from + AT_ONCE);
    const over = some.filter(({ endedAt }) => endedAt !== null).map(({ id }) => id);
    const heard = Map.groupBy(await toldOfAlerts(tx, over), ({ alertId }) => alertId);
    const orders = some.flatMap((alert) => {
      const isOver = alert.endedAt !== null;
      const told = isOver ? (heard.get(alert.id) ?? []) : destinations.filter((one) => wants(one, alert));
      return told.length === 0 ? [] : ordersOf(alert, told, ports);
    });
    await orderDeliveries(tx, orders);
  }
}

function ordersOf(
  alert: StoredAlert,
  told: readonly DeliveryOrder["destination"][],
  { now, nextId, ...shown }: TellPorts,
): DeliveryOrder[] {
  const { id: alertId, endedAt } = alert;
  const notice = endedAt === null ? firedNotice(alert, shown, now) : endedNotice({ ...alert, endedAt }, shown);
  const event = endedAt === null ? "fired" : "ended";
  return told.map((destination) => ({ id: nextId("msg"), alertId, event, destination, notice, now }));
}
