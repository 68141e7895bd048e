import { invariant } from "#kernel";
import type { LiveAlert } from "#objectives";
import type { Tx } from "#storage";
import { OF_PLIMSOLL, type StoredAlert } from "../model/alert.ts";
import { type AlertChange, compareAlerts } from "../model/compare.ts";
import { alertsToCompare, insertAlerts, updateAlert } from "../store/alerts.ts";
import { followGroups } from "./groups/follow-groups.ts";
import type { GroupPorts } from "./groups/group-ports.ts";
import { tellDestinations } from "./tell-destinations.ts";

/** What the engine says. */
export interface ComputedAlerts {
  readonly alerts: readonly LiveAlert[];
  /**
   * The APIs of which it is everything that fires: what fires of them in the store and is not among it is over. So all
   * APIs after a start, and an API when it or one of its objectives was removed. At each tick what began, changed or
   * ended is enough, and this is empty.
   */
  readonly complete: readonly string[];
}

/** What is needed to write and tell. */
export type ReconcilePorts = GroupPorts;

/**
 * Makes the store say what the engine says, and orders the messages that follow, in one transaction. Doing it again
 * changes nothing. Gives the alerts that changed, as they are now.
 */
export async function reconcile(
  tx: Tx,
  { alerts: found, complete }: ComputedAlerts,
  ports: ReconcilePorts,
): Promise<StoredAlert[]> {
  if (found.length === 0 && complete.length === 0) return [];
  const stored = await alertsToCompare(tx, [...new Set(found.map(({ firedAt }) => firedAt))]);
  const changes = compareAlerts({ stored, found, complete, now: ports.now });
  if (changes.length === 0) return [];
  const known = new Map(stored.map((alert) => [alert.id, alert]));
  const changed: StoredAlert[] = [];
  const told: StoredAlert[] = [];
  for (const change of changes) {
    const before = change.what === "fires" ? undefined : known.get(change.id);
    const after = changedAlert(change, before, ports);
    if (before !== undefined) await updateAlert(tx, after);
    if (change.tell) told.push(after);
    changed.push(after);
  }
  await insertAlerts(
    tx,
    changed.filter(({ id }) => !known.has(id)),
  );
  await tellDestinations(tx, told, ports);
  await followGroups(tx, changed, ports);
  return changed;
}

/** The alert as it is after a change; `before` is there unless it is new. */
function changedAlert(
  change: AlertChange,
  before: StoredAlert | undefined,
  { now, nextId }: ReconcilePorts,
): StoredAlert {
  if (change.what === "fires") return newAlert(change, nextId("alert"), now);
  invariant(before !== undefined, "only a stored alert changes or ends");
  const pairs = change.alert?.pairs ?? before.pairs;
  if (change.what === "ends") return { ...before, pairs, endedAt: change.endedAt, ending: change.ending };
  const { mutedBy, explanation } = change.alert;
  // What a muted alert would have said names nobody; once it speaks, it says who is affected.
  return change.tell ? { ...before, pairs, mutedBy, explanation, toldAt: now } : { ...before, pairs, mutedBy };
}

function newAlert(change: Extract<AlertChange, { what: "fires" }>, id: string, now: number): StoredAlert {
  const { api, objective, kind, client, urgency, firedAt, endedAt, end, mutedBy, pairs, explanation } = change.alert;
  return {
    id,
    api,
    objective,
    kind,
    client: client ?? null,
    urgency,
    firedAt,
    endedAt,
    mutedBy,
    pairs,
    explanation,
    toldAt: change.tell ? now : null,
    ending: end,
    ...OF_PLIMSOLL,
  };
}
