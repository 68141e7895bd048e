import type { Reader, Tx } from "#storage";
import type { GroupMember } from "../model/groups/group-member.ts";
import type { AlertingRows, AlertRow, GroupAlertRow } from "../model/rows.ts";

const CHUNK = 500;
const ROWS_AT_ONCE = 150;
const OF_ALERT = [
  "alerting_alerts.api",
  "alerting_alerts.objective",
  "alerting_alerts.kind",
  "alerting_alerts.client",
  "alerting_alerts.urgency",
  "alerting_alerts.source",
  "alerting_alerts.dedup_key",
  "alerting_alerts.labels",
  "alerting_alerts.fired_at",
  "alerting_alerts.ended_at",
  "alerting_alerts.muted_by",
] as const;

/** Has alerts join groups; those that are in them already stay as they are. */
export async function addMembers(
  tx: Tx,
  joining: readonly { readonly group: string; readonly alert: string }[],
  at: number,
): Promise<void> {
  for (let from = 0; from < joining.length; from += ROWS_AT_ONCE) {
    const rows = joining.slice(from, from + ROWS_AT_ONCE).map(({ group, alert }): GroupAlertRow => ({
      group_id: group,
      alert_id: alert,
      joined_at: at,
      told_at: null,
      end_told_at: null,
    }));
    await tx
      .tables<AlertingRows>()
      .insertInto("alerting_group_alerts")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["group_id", "alert_id"]).doNothing())
      .execute();
  }
}

/** Of these groups the alerts that fire, and those that were told of as firing and not yet of as over. The oldest first. */
export async function membersToDecide(tx: Tx, groups: readonly string[]): Promise<GroupMember[]> {
  const found: GroupMember[] = [];
  for (let from = 0; from < groups.length; from += CHUNK) {
    const rows = await members(tx)
      .where("alerting_group_alerts.group_id", "in", groups.slice(from, from + CHUNK))
      .where((has) =>
        has.or([
          has("alerting_alerts.ended_at", "is", null),
          has.and([
            has("alerting_group_alerts.told_at", "is not", null),
            has("alerting_group_alerts.end_told_at", "is", null),
          ]),
        ]),
      )
      .orderBy("alerting_alerts.fired_at")
      .orderBy("alerting_alerts.id")
      .execute();
    found.push(...rows.map(memberOf));
  }
  return found;
}

/** All alerts that a group has had, the newest first; at most `limit`. */
export async function membersOf(read: Reader, group: string, limit: number): Promise<GroupMember[]> {
  const rows = await members(read)
    .where("alerting_group_alerts.group_id", "=", group)
    .orderBy("alerting_alerts.fired_at", "desc")
    .orderBy("alerting_alerts.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(memberOf);
}

/** The groups that an alert was or is in. */
export async function membershipsOf(read: Reader, alert: string): Promise<GroupMember[]> {
  const rows = await members(read)
    .where("alerting_group_alerts.alert_id", "=", alert)
    .orderBy("alerting_group_alerts.joined_at")
    .orderBy("alerting_group_alerts.group_id")
    .execute();
  return rows.map(memberOf);
}

/** The groups that are not over and have one of these alerts. */
export async function groupsOfAlerts(tx: Tx, alerts: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (let from = 0; from < alerts.length; from += CHUNK) {
    const rows = await tx
      .tables<AlertingRows>()
      .selectFrom("alerting_group_alerts")
      .innerJoin("alerting_groups", "alerting_groups.id", "alerting_group_alerts.group_id")
      .select("alerting_group_alerts.group_id")
      .distinct()
      .where("alerting_group_alerts.alert_id", "in", alerts.slice(from, from + CHUNK))
      .where("alerting_groups.ended_at", "is", null)
      .execute();
    for (const { group_id: group } of rows) found.add(group);
  }
  return [...found];
}

/** Which of these alerts are in which groups that take alerts: "group alert". */
export async function membershipsIn(tx: Tx, alerts: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let from = 0; from < alerts.length; from += CHUNK) {
    const rows = await tx
      .tables<AlertingRows>()
      .selectFrom("alerting_group_alerts")
      .innerJoin("alerting_groups", "alerting_groups.id", "alerting_group_alerts.group_id")
      .select(["alerting_group_alerts.group_id", "alerting_group_alerts.alert_id"])
      .where("alerting_group_alerts.alert_id", "in", alerts.slice(from, from + CHUNK))
      .where("alerting_groups.ended_at", "is", null)
      .execute();
    for (const { group_id: group, alert_id: alert } of rows) found.add(`${group} ${alert}`);
  }
  return found;
}

/** Notes that a group's people were told of these alerts: that they fire, or that they are over. */
export async function markMembers(
  tx: Tx,
  {
    group,
    alerts,
    told,
  }: { readonly group: string; readonly alerts: readonly string[]; readonly told: "firing" | "ended" },
  at: number,
): Promise<void> {
  for (let from = 0; from < alerts.length; from += CHUNK) {
    await tx
      .tables<AlertingRows>()
      .updateTable("alerting_group_alerts")
      .set(told === "firing" ? { told_at: at } : { end_told_at: at })
      .where("alerting_group_alerts.group_id", "=", group)
      .where("alerting_group_alerts.alert_id", "in", alerts.slice(from, from + CHUNK))
      .execute();
  }
}

/** Has alerts leave a group that never told of them. */
export async function removeMembers(tx: Tx, group: string, alerts: readonly string[]): Promise<void> {
  for (let from = 0; from < alerts.length; from += CHUNK) {
    await tx
      .tables<AlertingRows>()
      .deleteFrom("alerting_group_alerts")
      .where("alerting_group_alerts.group_id", "=", group)
      .where("alerting_group_alerts.alert_id", "in", alerts.slice(from, from + CHUNK))
      .execute();
  }
}

/** Alerts that fire, with what labels are made of; `ungrouped`: only those that no group has that is not over. */
export async function firingAlerts(read: Reader | Tx, which: "all" | "ungrouped"): Promise<FiringRow[]> {
  let query = read
    .tables<AlertingRows>()
    .selectFrom("alerting_alerts")
    .select([...OF_ALERT, "alerting_alerts.id", "alerting_alerts.told_at"])
    .where("alerting_alerts.ended_at", "is", null)
    .orderBy("alerting_alerts.fired_at")
    .orderBy("alerting_alerts.id");
  if (which === "ungrouped") {
    query = query.where((has) =>
      has.not(
        has.exists(
          has
            .selectFrom("alerting_group_alerts")
            .innerJoin("alerting_groups", "alerting_groups.id", "alerting_group_alerts.group_id")
            .select("alerting_group_alerts.group_id")
            .whereRef("alerting_group_alerts.alert_id", "=", "alerting_alerts.id")
            .where("alerting_groups.ended_at", "is", null),
        ),
      ),
    );
  }
  return (await query.execute()).map((row) => ({ ...ofAlert(row), id: row.id, firedAt: row.fired_at }));
}

/** An alert that fires, by what it is routed. */
export type FiringRow = ReturnType<typeof ofAlert> & { readonly id: string; readonly firedAt: number };

function members(read: Reader | Tx) {
  return read
    .tables<AlertingRows>()
    .selectFrom("alerting_group_alerts")
    .innerJoin("alerting_alerts", "alerting_alerts.id", "alerting_group_alerts.alert_id")
    .select([
      ...OF_ALERT,
      "alerting_alerts.told_at as heard_at",
      "alerting_group_alerts.group_id",
      "alerting_group_alerts.alert_id",
      "alerting_group_alerts.joined_at",
      "alerting_group_alerts.told_at",
      "alerting_group_alerts.end_told_at",
    ]);
}

type MemberRow = GroupAlertRow &
  AlertPart &
  Pick<AlertRow, "fired_at" | "ended_at" | "muted_by"> & { heard_at: number | null };
type AlertPart = Pick<
  AlertRow,
  "api" | "objective" | "kind" | "client" | "urgency" | "source" | "dedup_key" | "labels"
>;

function memberOf(row: MemberRow): GroupMember {
  return {
    ...ofAlert(row),
    group: row.group_id,
    alert: row.alert_id,
    firedAt: row.fired_at,
    heardAt: row.heard_at,
    mutedBy: row.muted_by,
    endedAt: row.ended_at,
    joinedAt: row.joined_at,
    toldAt: row.told_at,
    endToldAt: row.end_told_at,
  };
}

function ofAlert(row: AlertPart) {
  return {
    api: row.api,
    objective: row.objective,
    kind: row.kind as GroupMember["kind"],
    client: row.client === "" ? null : row.client,
    urgency: row.urgency as GroupMember["urgency"],
    source: row.source,
    dedupKey: row.dedup_key,
    labels: JSON.parse(row.labels) as GroupMember["labels"],
  };
}
