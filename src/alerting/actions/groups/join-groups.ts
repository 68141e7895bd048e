import type { Tx } from "#storage";
import { groupKey } from "../../model/groups/group-key.ts";
import type { Group } from "../../model/groups/group.ts";
import { groupTitle } from "../../model/groups/words.ts";
import { type Labelled, labelsOf } from "../../model/labels-of.ts";
import { type AlertRoute, alertRoutes } from "../../model/routing/alert-routes.ts";
import { addEntries } from "../../store/group-entries.ts";
import { addMembers, membershipsIn } from "../../store/group-members.ts";
import { insertGroups, openGroupsOf } from "../../store/groups.ts";
import type { Circumstances } from "./circumstances.ts";

/** An alert that fires. */
export interface JoiningAlert extends Labelled {
  readonly id: string;
  readonly firedAt: number;
}

/** Groups that alerts joined, by their ids, with how many came. */
export type Joined = ReadonlyMap<string, { readonly came: number; readonly since: number; readonly isNew: boolean }>;

interface Way {
  readonly key: string;
  readonly route: AlertRoute;
  readonly alerts: JoiningAlert[];
}

/**
 * Has alerts that fire join the groups of their routes; a group that is not there is opened, to be looked at now. What is
 * in its groups already stays there.
 */
export async function joinGroups(
  tx: Tx,
  alerts: readonly JoiningAlert[],
  { around, nextId }: { readonly around: Circumstances; readonly nextId: (prefix: string) => string },
): Promise<Joined> {
  const ways = waysOf(alerts, around);
  const open = new Map((await openGroupsOf(tx, [...ways.keys()])).map((group) => [group.key, group]));
  const made = [...ways.values()]
    .filter(({ key }) => !open.has(key))
    .map((way) => newGroup(way, nextId("grp"), around));
  await insertGroups(tx, made);
  for (const group of made) open.set(group.key, group);
  const entries = made.map((group) => ({
    group_id: group.id,
    seq: 1,
    at: around.now,
    what: "opened",
    why: `Its first alert came, by ${group.route}; ${group.receiver} is told.`,
  }));
  await addEntries(tx, entries);
  const known = await membershipsIn(
    tx,
    alerts.map(({ id }) => id),
  );
  const joined = new Map<string, { came: number; since: number; isNew: boolean }>();
  const joining: { group: string; alert: string }[] = [];
  const isNew = new Set(made.map(({ id }) => id));
  for (const { key, alerts: own } of ways.values()) {
    const id = open.get(key)?.id ?? "";
    const coming = own.filter((alert) => !known.has(`${id} ${alert.id}`));
    if (coming.length === 0) continue;
    joining.push(...coming.map((alert) => ({ group: id, alert: alert.id })));
    joined.set(id, { came: coming.length, since: sinceOf(coming), isNew: isNew.has(id) });
  }
  await addMembers(tx, joining, around.now);
  return joined;
}

/** The keys of the groups that an alert belongs to, with the route of each. */
export function routesByKey(alert: Labelled, { routing }: Circumstances): Map<string, AlertRoute> {
  const routes = alertRoutes(routing.table, labelsOf(alert), null);
  // Two rules may lead to one group: it is as the first says.
  return new Map(routes.toReversed().map((route) => [groupKey(route.receiver, alert.urgency, route.group), route]));
}

function waysOf(alerts: readonly JoiningAlert[], around: Circumstances): Map<string, Way> {
  const ways = new Map<string, Way>();
  for (const alert of alerts) {
    for (const [key, route] of routesByKey(alert, around)) {
      const way = ways.get(key) ?? { key, route, alerts: [] };
      way.alerts.push(alert);
      ways.set(key, way);
    }
  }
  return ways;
}

function newGroup({ key, route, alerts }: Way, id: string, { now, revision }: Circumstances): Group {
  const { receiver, group, waitMs, updateMs, repeatMs, why } = route;
  const labels = Object.fromEntries(group);
  return {
    id,
    key,
    receiver,
    labels,
    waitMs,
    updateMs,
    repeatMs,
    route: why,
    routingRevision: revision,
    since: sinceOf(alerts),
    beganAt: now,
    audibleAt: null,
    toldAt: null,
    changedAt: null,
    endedAt: null,
    reroutedAt: null,
    urgency: alerts[0]?.urgency ?? "page",
    title: groupTitle(alerts, { title: "", labels }),
    firing: alerts.length,
    muted: 0,
    nextLookAt: now,
    why: { closing: null, next: null, mutes: [] },
    entries: 1,
  };
}

function sinceOf(alerts: readonly JoiningAlert[]): number {
  return alerts.reduce((least, { firedAt }) => Math.min(least, firedAt), Number.POSITIVE_INFINITY);
}
