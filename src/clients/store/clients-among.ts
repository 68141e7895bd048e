import type { Reader } from "#storage";
import type { ClientRow, ClientsRows } from "../model/rows.ts";

/** Of a list of ids, at most a page of them. */
export async function clientsAmong(read: Reader, ids: readonly string[]): Promise<Map<string, ClientRow>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .tables<ClientsRows>()
    .selectFrom("clients_clients")
    .selectAll()
    .where("clients_clients.id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Ids of all clients of these organisations, retired ones too. */
export async function clientIdsOf(read: Reader, organisations: readonly string[]): Promise<string[]> {
  const rows = await read
    .tables<ClientsRows>()
    .selectFrom("clients_clients")
    .select("clients_clients.id")
    .where("clients_clients.organisation", "in", organisations)
    .execute();
  return rows.map(({ id }) => id);
}
