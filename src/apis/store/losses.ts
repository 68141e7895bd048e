import type { Reader, Tx } from "#storage";
import type { ApisRows, LossRow } from "../model/rows.ts";

/** The losses of an API, or of all, the latest first. */
export async function lossesOf(
  read: Reader,
  { api, limit }: { readonly api?: string | undefined; readonly limit: number },
): Promise<LossRow[]> {
  const query = read
    .tables<ApisRows>()
    .selectFrom("apis_losses")
    .selectAll()
    .orderBy("apis_losses.ends_at", "desc")
    .orderBy("apis_losses.id", "desc")
    .limit(limit);
  return (api === undefined ? query : query.where("apis_losses.api", "=", api)).execute();
}

export async function findLoss(read: Reader, id: string): Promise<LossRow | undefined> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_losses")
    .selectAll()
    .where("apis_losses.id", "=", id)
    .executeTakeFirst();
}

/** Writes one that is new, or what became of one that is there. */
export async function storeLoss(tx: Tx, row: LossRow): Promise<void> {
  const { id: _id, api: _api, ...rest } = row;
  await tx
    .tables<ApisRows>()
    .insertInto("apis_losses")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(rest))
    .execute();
}

/** Forgets what ended before an instant. */
export async function forgetLosses(tx: Tx, before: number): Promise<void> {
  await tx.tables<ApisRows>().deleteFrom("apis_losses").where("apis_losses.ends_at", "<", before).execute();
}
