import type { Reader, Tx } from "#storage";
import type { ClientsRows, KeyRow } from "../model/rows.ts";

/** The keys of a client, newest first. */
export async function keysOf(read: Reader, clientId: string): Promise<KeyRow[]> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_keys")
    .selectAll()
    .where("clients_keys.client_id", "=", clientId)
    .orderBy("clients_keys.created_at", "desc")
    .orderBy("clients_keys.id", "desc")
    .execute();
}

/** All keys of all clients. */
export async function allKeys(read: Reader): Promise<KeyRow[]> {
  return read.tables<ClientsRows>().selectFrom("clients_keys").selectAll().orderBy("clients_keys.id").execute();
}

/** Of clients in a list: how many keys are live at `now`, epoch ms. A client without one is left out. */
export async function liveKeysPer(
  read: Reader,
  clientIds: readonly string[],
  now: number,
): Promise<Map<string, number>> {
  if (clientIds.length === 0) return new Map();
  const rows = await read
    .tables<ClientsRows>()
    .selectFrom("clients_keys")
    .select(["clients_keys.client_id", (row) => row.fn.countAll<number>().as("n")])
    .where("clients_keys.client_id", "in", clientIds)
    .where("clients_keys.revoked_at", "is", null)
    .where((row) => row.or([row("clients_keys.expires_at", "is", null), row("clients_keys.expires_at", ">", now)]))
    .groupBy("clients_keys.client_id")
    .execute();
  return new Map(rows.map(({ client_id: id, n }) => [id, n]));
}

/** The key that is looked up by these letters. */
export async function findKeyByLookup(read: Reader, lookup: string): Promise<KeyRow | undefined> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_keys")
    .selectAll()
    .where("clients_keys.lookup", "=", lookup)
    .executeTakeFirst();
}

export async function insertKey(tx: Tx, row: KeyRow): Promise<void> {
  await tx.tables<ClientsRows>().insertInto("clients_keys").values(row).execute();
}

export async function updateKey(tx: Tx, { id, ...row }: KeyRow): Promise<void> {
  await tx.tables<ClientsRows>().updateTable("clients_keys").set(row).where("clients_keys.id", "=", id).execute();
}

export async function markKeyUsed(tx: Tx, id: string, usedAt: number): Promise<void> {
  await tx
    .tables<ClientsRows>()
    .updateTable("clients_keys")
    .set({ last_used_at: usedAt })
    .where("clients_keys.id", "=", id)
    .execute();
}
