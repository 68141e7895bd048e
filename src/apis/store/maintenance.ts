import type { Reader, Tx } from "#storage";
import type { ApisRows, MaintenanceRow } from "../model/rows.ts";

/** Windows of an API, the latest first, after the one that starts at and is called `after`. */
export async function maintenanceAfter(
  read: Reader,
  api: string,
  { after, limit }: { readonly after: { startsAt: number; id: string } | undefined; readonly limit: number },
): Promise<MaintenanceRow[]> {
  const query = read
    .tables<ApisRows>()
    .selectFrom("apis_maintenance")
    .selectAll()
    .where("apis_maintenance.api", "=", api)
    .orderBy("apis_maintenance.starts_at", "desc")
    .orderBy("apis_maintenance.id", "desc")
    .limit(limit);
  if (after === undefined) return query.execute();
  const { startsAt, id } = after;
  return query
    .where((row) =>
      row.or([
        row("apis_maintenance.starts_at", "<", startsAt),
        row.and([row("apis_maintenance.starts_at", "=", startsAt), row("apis_maintenance.id", "<", id)]),
      ]),
    )
    .execute();
}

/** All windows, the earliest first, of one API or of all. Their number is bounded where they are made. */
export async function allMaintenance(read: Reader, api?: string): Promise<MaintenanceRow[]> {
  const query = read
    .tables<ApisRows>()
    .selectFrom("apis_maintenance")
    .selectAll()
    .orderBy("apis_maintenance.starts_at")
    .orderBy("apis_maintenance.id");
  return (api === undefined ? query : query.where("apis_maintenance.api", "=", api)).execute();
}

export async function countMaintenance(read: Reader, api: string): Promise<number> {
  const { n } = await read
    .tables<ApisRows>()
    .selectFrom("apis_maintenance")
    .select((row) => row.fn.countAll<number>().as("n"))
    .where("apis_maintenance.api", "=", api)
    .executeTakeFirstOrThrow();
  return n;
}

export async function findMaintenance(read: Reader, api: string, id: string): Promise<MaintenanceRow | undefined> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_maintenance")
    .selectAll()
    .where("apis_maintenance.api", "=", api)
    .where("apis_maintenance.id", "=", id)
    .executeTakeFirst();
}

/** Writes one that is new, or another revision of one that is there. */
export async function storeMaintenance(tx: Tx, row: MaintenanceRow): Promise<void> {
  const { id: _id, api: _api, ...rest } = row;
  await tx
    .tables<ApisRows>()
    .insertInto("apis_maintenance")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(rest))
    .execute();
}

export async function deleteMaintenance(tx: Tx, id: string): Promise<void> {
  await tx.tables<ApisRows>().deleteFrom("apis_maintenance").where("apis_maintenance.id", "=", id).execute();
}
