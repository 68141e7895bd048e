import type { Reader, Tx } from "#storage";
import type { OnCallRows, SwapRow } from "../model/rows.ts";

/** Swaps of a schedule that end after an instant, the first to begin first; at most `limit`, after a place. */
export async function swapsAfter(
  read: Reader,
  schedule: string,
  { endingAfter, after, limit }: { readonly endingAfter: number; readonly after: string; readonly limit: number },
): Promise<SwapRow[]> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_swaps")
    .selectAll()
    .where("oncall_swaps.schedule", "=", schedule)
    .where("oncall_swaps.to_at", ">", endingAfter)
    .where("oncall_swaps.id", ">", after)
    .orderBy("oncall_swaps.id")
    .limit(limit)
    .execute();
}

export async function findSwap(read: Reader, id: string): Promise<SwapRow | undefined> {
  return read
    .tables<OnCallRows>()
    .selectFrom("oncall_swaps")
    .selectAll()
    .where("oncall_swaps.id", "=", id)
    .executeTakeFirst();
}

/** Takes the place of the swap of this id, or is new. */
export async function storeSwap(tx: Tx, row: SwapRow): Promise<void> {
  const { id: _id, ...rest } = row;
  await tx
    .tables<OnCallRows>()
    .insertInto("oncall_swaps")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(rest))
    .execute();
}
