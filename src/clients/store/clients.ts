import type { Reader, Tx } from "#storage";
import type { ClientRow, ClientsRows, NameRow } from "../model/rows.ts";

/** No name has such a beginning, since names have no underscore. */
const ID_BEGINS = "cli_";
/** What names and ids are made of. Names in traffic are asked for too, and PostgreSQL refuses some of their signs. */
const NAME_OR_ID = /^[a-z0-9_-]+$/;

/** The client of this name, of one that it had before, or of this id; not by names that are only seen in traffic. */
export async function findClient(read: Reader, nameOrId: string): Promise<ClientRow | undefined> {
  if (!NAME_OR_ID.test(nameOrId)) return undefined;
  const query = read.tables<ClientsRows>().selectFrom("clients_clients").selectAll("clients_clients");
  if (nameOrId.startsWith(ID_BEGINS)) return query.where("clients_clients.id", "=", nameOrId).executeTakeFirst();
  return query
    .innerJoin("clients_names", "clients_names.client_id", "clients_clients.id")
    .where("clients_names.name", "=", nameOrId)
    .where("clients_names.kind", "in", ["own", "former"])
    .executeTakeFirst();
}

/** All clients, by name, retired ones too. Their number is bounded by `CLIENTS_MAX`. */
export async function allClients(read: Reader): Promise<ClientRow[]> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_clients")
    .selectAll()
    .orderBy("clients_clients.client")
    .execute();
}

/** Of all, or of one organisation; retired ones count too. */
export async function countClients(read: Reader, organisation?: string): Promise<number> {
  let query = read
    .tables<ClientsRows>()
    .selectFrom("clients_clients")
    .select((row) => row.fn.countAll<number>().as("n"));
  if (organisation !== undefined) query = query.where("clients_clients.organisation", "=", organisation);
  return (await query.executeTakeFirstOrThrow()).n;
}

export async function insertClient(tx: Tx, row: ClientRow): Promise<void> {
  await tx.tables<ClientsRows>().insertInto("clients_clients").values(row).execute();
}

export async function updateClient(tx: Tx, { id, ...row }: ClientRow): Promise<void> {
  await tx.tables<ClientsRows>().updateTable("clients_clients").set(row).where("clients_clients.id", "=", id).execute();
}

/** For which client a text stands, and how. */
export async function findName(read: Reader, name: string): Promise<(NameRow & Pick<ClientRow, "client">) | undefined> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_names")
    .innerJoin("clients_clients", "clients_clients.id", "clients_names.client_id")
    .selectAll("clients_names")
    .select("clients_clients.client")
    .where("clients_names.name", "=", name)
    .executeTakeFirst();
}

/** All names of a client, by text. */
export async function namesOf(read: Reader, clientId: string): Promise<NameRow[]> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_names")
    .selectAll()
    .where("clients_names.client_id", "=", clientId)
    .orderBy("clients_names.name")
    .execute();
}

/** All names of all clients, each with its client's name now; by text. */
export async function allNames(read: Reader): Promise<(NameRow & Pick<ClientRow, "client">)[]> {
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_names")
    .innerJoin("clients_clients", "clients_clients.id", "clients_names.client_id")
    .selectAll("clients_names")
    .select("clients_clients.client")
    .orderBy("clients_names.name")
    .execute();
}

/** A text stands for one client at a time: it takes the place of what it was to the same client. */
export async function putName(tx: Tx, row: NameRow): Promise<void> {
  const { kind } = row;
  await tx
    .tables<ClientsRows>()
    .insertInto("clients_names")
    .values(row)
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ kind }))
    .execute();
}

export async function deleteName(tx: Tx, name: string): Promise<void> {
  await tx.tables<ClientsRows>().deleteFrom("clients_names").where("clients_names.name", "=", name).execute();
}
