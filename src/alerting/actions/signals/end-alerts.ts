import type { Tx } from "#storage";
import type { Ending, StoredAlert } from "../../model/alert.ts";
import { expiredAlerts, openAlertsOf, saveAlerts } from "../../store/outside-alerts.ts";
import { followGroups } from "../groups/follow-groups.ts";
import { tellDestinations } from "../tell-destinations.ts";
import type { TakePorts } from "./take-signals.ts";

/** Alerts that end at once; who has more goes on. */
const AT_ONCE = 200;

type EndPorts = Omit<TakePorts, "isApi">;

/**
 * Ends what its source was to say again by `dueBefore` and did not: it lapsed when it was due. At most 200, the longest
 * due first. Gives the alerts, as they are now.
 */
export async function lapseAlerts(tx: Tx, dueBefore: number, ports: EndPorts): Promise<StoredAlert[]> {
  const due = await expiredAlerts(tx, dueBefore, AT_ONCE);
  return await endEach(tx, due, { ...ports, ending: "lapsed" });
}

/** Ends all that fires of a source that is there no more. Gives the alerts, as they are now. */
export async function withdrawAlertsOf(tx: Tx, source: string, ports: EndPorts): Promise<StoredAlert[]> {
  const ended: StoredAlert[] = [];
  for (;;) {
    const open = await openAlertsOf(tx, source, AT_ONCE);
    if (open.length === 0) return ended;
    ended.push(...(await endEach(tx, open, { ...ports, ending: "withdrawn" })));
  }
}

async function endEach(
  tx: Tx,
  alerts: readonly StoredAlert[],
  { ending, ...ports }: EndPorts & { readonly ending: Exclude<Ending, "resolved"> },
): Promise<StoredAlert[]> {
  if (alerts.length === 0) return [];
  const { now } = ports;
  const over = alerts.map((alert) => {
    const at = ending === "lapsed" ? (alert.expiresAt ?? now) : now;
    return { ...alert, endedAt: Math.max(alert.firedAt, at), ending };
  });
  await saveAlerts(tx, over);
  const told = over.filter(({ toldAt }) => toldAt !== null);
  await tellDestinations(tx, told, ports);
  await followGroups(tx, over, ports);
  return over;
}
