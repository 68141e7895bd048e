import type { ExpressionBuilder } from "kysely";
import type { Reader, Tx } from "#storage";
import type { Group, GroupWhy } from "../model/groups/group.ts";
import type { AlertingRows, GroupRow } from "../model/rows.ts";

/** Values that one statement takes, and rows of this width that one insert does. */
const CHUNK = 500;
const ROWS_AT_ONCE = 100;

/** The groups that take what comes under these keys. */
export async function openGroupsOf(tx: Tx, keys: readonly string[]): Promise<Group[]> {
  const found: GroupRow[] = [];
  for (let from = 0; from < keys.length; from += CHUNK) {
    const rows = await tx
      .tables<AlertingRows>()
      .selectFrom("alerting_groups")
      .selectAll()
      .where("alerting_groups.group_key", "in", keys.slice(from, from + CHUNK))
      .where("alerting_groups.ended_at", "is", null)
      .where("alerting_groups.rerouted_at", "is", null)
      .execute();
    found.push(...rows);
  }
  return found.map(groupOf);
}

export async function insertGroups(tx: Tx, groups: readonly Group[]): Promise<void> {
  for (let from = 0; from < groups.length; from += ROWS_AT_ONCE) {
    const rows = groups.slice(from, from + ROWS_AT_ONCE).map(rowOf);
    await tx.tables<AlertingRows>().insertInto("alerting_groups").values(rows).execute();
  }
}

export async function updateGroup(tx: Tx, group: Group): Promise<void> {
  const { id, ...row } = rowOf(group);
  await tx
    .tables<AlertingRows>()
    .updateTable("alerting_groups")
    .set(row)
    .where("alerting_groups.id", "=", id)
    .execute();
}

/** Those that are not over, of these ids. */
export async function openGroups(tx: Tx, ids: readonly string[]): Promise<Group[]> {
  const found: GroupRow[] = [];
  for (let from = 0; from < ids.length; from += CHUNK) {
    const rows = await tx
      .tables<AlertingRows>()
      .selectFrom("alerting_groups")
      .selectAll()
      .where("alerting_groups.id", "in", ids.slice(from, from + CHUNK))
      .where("alerting_groups.ended_at", "is", null)
      .execute();
    found.push(...rows);
  }
  return found.map(groupOf);
}

export async function findGroup(read: Reader | Tx, id: string): Promise<Group | undefined> {
  const row = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_groups")
    .selectAll()
    .where("alerting_groups.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : groupOf(row);
}

/** Those that are to be looked at by `now`, at most `limit`: what nobody was told of goes first, then what waits longest. */
export async function dueGroups(
  read: Reader | Tx,
  now: number,
  limit: number,
): Promise<Pick<Group, "id" | "nextLookAt">[]> {
  const rows = await read
    .tables<AlertingRows>()
    .selectFrom("alerting_groups")
    .select(["alerting_groups.id", "alerting_groups.next_look_at", "alerting_groups.told_at"])
    .where("alerting_groups.next_look_at", "<=", now)
    .orderBy((has) => has.case().when("alerting_groups.told_at", "is", null).then(0).else(1).end())
    .orderBy("alerting_groups.next_look_at")
    .orderBy("alerting_groups.id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id, nextLookAt: row.next_look_at }));
}

/** Has these groups looked at by `at`. */
export async function lookAgainAt(tx: Tx, ids: readonly string[], at: number): Promise<void> {
  for (let from = 0; from < ids.length; from += CHUNK) {
    await tx
      .tables<AlertingRows>()
      .updateTable("alerting_groups")
      .set({ next_look_at: at })
      .where("alerting_groups.id", "in", ids.slice(from, from + CHUNK))
      .where("alerting_groups.ended_at", "is", null)
      .where(laterThan(at))
      .execute();
  }
}

/** Has groups looked at by `at`: those of which something is muted, or all that are not over. */
export async function lookAgainAtAll(tx: Tx, which: "muted" | "all", at: number): Promise<void> {
  const query = tx
    .tables<AlertingRows>()
    .updateTable("alerting_groups")
    .set({ next_look_at: at })
    .where("alerting_groups.ended_at", "is", null)
    .where(laterThan(at));
  await (which === "muted" ? query.where("alerting_groups.muted", ">", 0) : query).execute();
}

/** That a group is to be looked at later than that, or never. */
function laterThan(at: number) {
  return (has: ExpressionBuilder<AlertingRows, "alerting_groups">) =>
    has.or([has("alerting_groups.next_look_at", "is", null), has("alerting_groups.next_look_at", ">", at)]);
}

/** What a list of groups is narrowed by. */
export interface GroupFilter {
  /** Over are also those that wait for nothing but to tell it. */
  readonly state?: "firing" | "muted" | "ended" | undefined;
  readonly urgency?: Group["urgency"] | undefined;
  readonly api?: string | undefined;
}

/** A place in the list, newest first: what comes after it is older. */
export interface GroupPlace {
  readonly beganAt: number;
  readonly id: string;
}

/** Newest first, of one instant by id; at most `limit`. */
export async function listGroups(
  read: Reader,
  { state, urgency, api }: GroupFilter,
  { limit, after }: { readonly limit: number; readonly after: GroupPlace | undefined },
): Promise<Group[]> {
  let query = read.tables<AlertingRows>().selectFrom("alerting_groups").selectAll();
  if (state === "ended") query = query.where("alerting_groups.ended_at", "is not", null);
  if (state === "firing" || state === "muted") query = query.where("alerting_groups.ended_at", "is", null);
  if (state === "muted") {
    query = query
      .where("alerting_groups.muted", ">", 0)
      .whereRef("alerting_groups.muted", "=", "alerting_groups.firing");
  }
  if (state === "firing") query = query.whereRef("alerting_groups.muted", "<", "alerting_groups.firing");
  if (urgency !== undefined) query = query.where("alerting_groups.urgency", "=", urgency);
  if (api !== undefined) {
    query = query.where("alerting_groups.id", "in", (from) =>
      from
        .selectFrom("alerting_group_alerts")
        .innerJoin("alerting_alerts", "alerting_alerts.id", "alerting_group_alerts.alert_id")
        .select("alerting_group_alerts.group_id")
        .where("alerting_alerts.api", "=", api),
    );
  }
  if (after !== undefined) {
    query = query.where((has) =>
      has.or([
        has("alerting_groups.began_at", "<", after.beganAt),
        has.and([has("alerting_groups.began_at", "=", after.beganAt), has("alerting_groups.id", "<", after.id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy("alerting_groups.began_at", "desc")
    .orderBy("alerting_groups.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(groupOf);
}

function rowOf(group: Group): GroupRow {
  const { id, receiver, route, since, urgency, title, firing, muted, entries } = group;
  return {
    id,
    receiver,
    route,
    since,
    urgency,
    title,
    firing,
    muted,
    entries,
    group_key: group.key,
    labels: JSON.stringify(group.labels),
    wait_ms: group.waitMs,
    update_ms: group.updateMs,
    repeat_ms: group.repeatMs,
    routing_revision: group.routingRevision,
    began_at: group.beganAt,
    audible_at: group.audibleAt,
    told_at: group.toldAt,
    changed_at: group.changedAt,
    ended_at: group.endedAt,
    rerouted_at: group.reroutedAt,
    next_look_at: group.nextLookAt,
    why: JSON.stringify(group.why),
  };
}

function groupOf(row: GroupRow): Group {
  return {
    id: row.id,
    key: row.group_key,
    receiver: row.receiver,
    labels: JSON.parse(row.labels) as Group["labels"],
    route: row.route,
    waitMs: row.wait_ms,
    updateMs: row.update_ms,
    repeatMs: row.repeat_ms,
    routingRevision: row.routing_revision,
    since: row.since,
    beganAt: row.began_at,
    audibleAt: row.audible_at,
    toldAt: row.told_at,
    changedAt: row.changed_at,
    endedAt: row.ended_at,
    reroutedAt: row.rerouted_at,
    urgency: row.urgency as Group["urgency"],
    title: row.title,
    firing: row.firing,
    muted: row.muted,
    nextLookAt: row.next_look_at,
    why: JSON.parse(row.why) as GroupWhy,
    entries: row.entries,
  };
}
