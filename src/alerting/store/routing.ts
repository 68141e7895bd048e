import type { Reader, Tx } from "#storage";
import type { AlertingRows, RoutingRow } from "../model/rows.ts";

const ID = "routing";

/** Where alerts go, as it was written; undefined: nobody said. */
export async function findRouting(read: Reader | Tx): Promise<RoutingRow | undefined> {
  return await read
    .tables<AlertingRows>()
    .selectFrom("alerting_routing")
    .selectAll()
    .where("alerting_routing.id", "=", ID)
    .executeTakeFirst();
}

/** Writes it. */
export async function storeRouting(tx: Tx, written: Omit<RoutingRow, "id">): Promise<void> {
  await tx
    .tables<AlertingRows>()
    .insertInto("alerting_routing")
    .values({ id: ID, ...written })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(written))
    .execute();
}
