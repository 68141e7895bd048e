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

/** All names under which clients of a list of ids are known, in traffic too; at most a page of them. */
export async function namesAmong(read: Reader, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .tables<ClientsRows>()
    .selectFrom("clients_names")
    .select(["clients_names.client_id", "clients_names.name"])
    .where("clients_names.client_id", "in", ids)
    .orderBy("clients_names.name")
    .execute();
  const grouped = Map.groupBy(rows, ({ client_id: id }) => id);
  return new Map([...grouped].map(([id, names]) => [id, names.map(({ name }) => name)]));
}
