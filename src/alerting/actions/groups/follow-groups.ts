import type { Tx } from "#storage";
import type { StoredAlert } from "../../model/alert.ts";
import { labelsOf } from "../../model/labels-of.ts";
import { allMatch } from "../../model/routing/matcher.ts";
import { firingAlerts, groupsOfAlerts } from "../../store/group-members.ts";
import { type Circumstances, circumstancesOf } from "./circumstances.ts";
import type { GroupPorts } from "./group-ports.ts";
import { joinGroups } from "./join-groups.ts";
import { lookAtGroups } from "./look-at-groups.ts";

/**
 * Brings the groups of alerts that began, changed or ended up to date, in the transaction that writes the alerts, and
 * hands over what is due to be told at once: of up to 200 groups, pages first; the others are due at the next beat. Doing
 * it again changes nothing.
 */
export async function followGroups(tx: Tx, changed: readonly StoredAlert[], ports: GroupPorts): Promise<void> {
  if (changed.length === 0) return;
  const around = await circumstancesOf(tx, ports);
  const firing = changed.filter(({ endedAt }) => endedAt === null);
  const joined = await joinGroups(tx, firing, { around, nextId: ports.nextId });
  const touched = [...changed.map(({ id }) => id), ...(await inhibitedBy(tx, changed, around))];
  const groups = new Set([...joined.keys(), ...(await groupsOfAlerts(tx, touched))]);
  const looks = new Map([...groups].map((id) => [id, undefined]));
  await lookAtGroups(tx, { looks, joined }, { ...ports, around });
}

/** Alerts that fire and that one of these, which began or ended, mutes or muted by a rule. */
async function inhibitedBy(
  tx: Tx,
  changed: readonly StoredAlert[],
  { routing: { inhibitRules } }: Circumstances,
): Promise<string[]> {
  const sources = changed.map(labelsOf);
  const rules = inhibitRules.filter(({ when }) => sources.some((labels) => allMatch(when, labels)));
  if (rules.length === 0) return [];
  const firing = await firingAlerts(tx, "all");
  return firing.filter((alert) => rules.some(({ mutes }) => allMatch(mutes, labelsOf(alert)))).map(({ id }) => id);
}
