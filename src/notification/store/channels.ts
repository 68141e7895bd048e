import type { Reader, Tx } from "#storage";
import type { HouseChannel } from "../model/house-channel.ts";
import type { ChannelRow, NotificationRows, SettingRow } from "../model/rows.ts";

/** All, by name. Their number is bounded where they are made. */
export async function everyChannel(read: Reader): Promise<HouseChannel[]> {
  const rows = await read
    .tables<NotificationRows>()
    .selectFrom("notification_channels")
    .selectAll()
    .orderBy("notification_channels.name")
    .execute();
  return rows.map(channelOf);
}

export async function findChannel(
  read: Reader,
  column: "name" | "id",
  value: string,
): Promise<HouseChannel | undefined> {
  const row = await read
    .tables<NotificationRows>()
    .selectFrom("notification_channels")
    .selectAll()
    .where(`notification_channels.${column}`, "=", value)
    .executeTakeFirst();
  return row === undefined ? undefined : channelOf(row);
}

/** Takes the place of the channel of this name, or is new. */
export async function storeChannel(tx: Tx, channel: HouseChannel): Promise<void> {
  const { name, ...row } = rowOf(channel);
  await tx
    .tables<NotificationRows>()
    .insertInto("notification_channels")
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
    .execute();
}

export async function deleteChannel(tx: Tx, name: string): Promise<void> {
  await tx
    .tables<NotificationRows>()
    .deleteFrom("notification_channels")
    .where("notification_channels.name", "=", name)
    .execute();
}

/** What the house has set, for each kind for which it has. */
export async function everySetting(read: Reader): Promise<SettingRow[]> {
  return read.tables<NotificationRows>().selectFrom("notification_settings").selectAll().execute();
}

/** Takes the place of what was set for the kind. */
export async function storeSetting(tx: Tx, row: SettingRow): Promise<void> {
  const { kind: _kind, ...rest } = row;
  await tx
    .tables<NotificationRows>()
    .insertInto("notification_settings")
    .values(row)
    .onConflict((conflict) => conflict.column("kind").doUpdateSet(rest))
    .execute();
}

export async function deleteSetting(tx: Tx, kind: string): Promise<void> {
  await tx
    .tables<NotificationRows>()
    .deleteFrom("notification_settings")
    .where("notification_settings.kind", "=", kind)
    .execute();
}

function rowOf(channel: HouseChannel): ChannelRow {
  return {
    name: channel.name,
    id: channel.id,
    kind: channel.kind,
    title: channel.title,
    sealed: channel.sealed,
    shown: channel.shown,
    created_at: channel.createdAt,
    failing_since: channel.failingSince,
    failure: channel.failure,
    revision: channel.revision,
    managed_by: channel.managedBy,
  };
}

function channelOf(row: ChannelRow): HouseChannel {
  return {
    name: row.name,
    id: row.id,
    kind: row.kind as HouseChannel["kind"],
    title: row.title,
    sealed: row.sealed,
    shown: row.shown,
    createdAt: row.created_at,
    failingSince: row.failing_since,
    failure: row.failure,
    revision: row.revision,
    managedBy: row.managed_by,
  };
}
