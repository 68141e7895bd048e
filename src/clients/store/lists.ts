import { type Expression, sql } from "kysely";
import type { Reader } from "#storage";
import type { ClientSort } from "../model/client-sorts.ts";
import type { ClientRow, ClientsRows, NameRow, OrganisationRow } from "../model/rows.ts";

/** A query of another module, on its own tables, that gives ids of clients. */
export type ClientIds = Expression<string>;

/** What a list of clients is narrowed by; all that is said must fit. */
export interface ListFilter {
  /** Of one of these; null: of any. */
  readonly within: readonly string[] | null;
  /** Of this name, or of one that it had. */
  readonly client?: string | undefined;
  readonly organisation?: string | undefined;
  readonly state?: "active" | "retired" | "all" | undefined;
  /** Of those whose ids a query of another module gives, or of all others. */
  readonly among?: { readonly ids: ClientIds; readonly isIn: boolean } | undefined;
  /** In any of its names, its title or its organisation. */
  readonly q?: string | undefined;
}

/** A place in a list: what comes after it. */
export type ListPlace = readonly [value: string | number, name: string];

const COLUMNS = {
  client: "client",
  title: "title",
  organisation: "organisation",
  newest: "created_at",
} as const;

/** At most `limit` clients in the order asked for, after a place. */
export async function listClients(
  read: Reader,
  filter: ListFilter,
  { sort, limit, after }: { readonly sort: ClientSort; readonly limit: number; readonly after: ListPlace | undefined },
): Promise<ClientRow[]> {
  const { column: name, falling } = orderOf(sort);
  const column = `clients_clients.${name}` as const;
  let query = clientsThatFit(read, filter).selectAll();
  if (after !== undefined) {
    const [value, client] = after;
    query = query.where((row) =>
      row.or([
        row(column, falling ? "<" : ">", value),
        row.and([row(column, "=", value), row("clients_clients.client", ">", client)]),
      ]),
    );
  }
  return query
    .orderBy(column, falling ? "desc" : "asc")
    .orderBy("clients_clients.client")
    .limit(limit)
    .execute();
}

/** The place of a client in a list. */
export function placeOf(row: ClientRow, sort: ClientSort): ListPlace {
  return [row[orderOf(sort).column], row.client];
}

/** New is what has the largest instant. */
function orderOf(sort: ClientSort) {
  const isTurned = sort.startsWith("-");
  const by = (isTurned ? sort.slice(1) : sort) as keyof typeof COLUMNS;
  return { column: COLUMNS[by], falling: (by === "newest") !== isTurned };
}

/** How many clients fit. */
export async function countThatFit(read: Reader, filter: ListFilter): Promise<number> {
  const { n } = await clientsThatFit(read, filter)
    .select((row) => row.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return n;
}

function clientsThatFit(read: Reader, { within, client, organisation, state, among, q }: ListFilter) {
  let query = read.tables<ClientsRows>().selectFrom("clients_clients");
  // An empty list is of nobody; it must not become "of any".
  if (within !== null) query = query.where("clients_clients.organisation", "in", within.length === 0 ? [""] : within);
  if (client !== undefined) {
    const named = read
      .tables<ClientsRows>()
      .selectFrom("clients_names")
      .select("clients_names.client_id")
      .where("clients_names.name", "=", client)
      .where("clients_names.kind", "in", ["own", "former"]);
    query = query.where("clients_clients.id", "in", named);
  }
  if (organisation !== undefined) query = query.where("clients_clients.organisation", "=", organisation);
  if (among !== undefined) query = query.where("clients_clients.id", among.isIn ? "in" : "not in", among.ids);
  if (state === "active") query = query.where("clients_clients.retired_at", "is", null);
  if (state === "retired") query = query.where("clients_clients.retired_at", "is not", null);
  if (q !== undefined && q !== "") {
    query = query.where(sql<boolean>`clients_clients.search like ${patternOf(q)} escape '!'`);
  }
  return query;
}

/** The names of these clients that are not their own. */
export async function otherNamesOf(read: Reader, clientIds: readonly string[]): Promise<NameRow[]> {
  if (clientIds.length === 0) return [];
  return read
    .tables<ClientsRows>()
    .selectFrom("clients_names")
    .selectAll()
    .where("clients_names.client_id", "in", clientIds)
    .where("clients_names.kind", "!=", "own")
    .orderBy("clients_names.name")
    .execute();
}

/** Organisations by name after the one named `after`; `q` is looked for in name and title. */
export async function listOrganisations(
  read: Reader,
  filter: Pick<ListFilter, "within" | "q">,
  { limit, after }: { readonly limit: number; readonly after: string },
): Promise<OrganisationRow[]> {
  return organisationsThatFit(read, filter)
    .selectAll()
    .where("clients_organisations.organisation", ">", after)
    .orderBy("clients_organisations.organisation")
    .limit(limit)
    .execute();
}

/** How many organisations fit. */
export async function countOrganisationsThatFit(
  read: Reader,
  filter: Pick<ListFilter, "within" | "q">,
): Promise<number> {
  const { n } = await organisationsThatFit(read, filter)
    .select((row) => row.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return n;
}

function organisationsThatFit(read: Reader, { within, q }: Pick<ListFilter, "within" | "q">) {
  let query = read.tables<ClientsRows>().selectFrom("clients_organisations");
  if (within !== null) {
    query = query.where("clients_organisations.organisation", "in", within.length === 0 ? [""] : within);
  }
  if (q === undefined || q === "") return query;
  const pattern = patternOf(q);
  return query.where(
    sql<boolean>`(lower(clients_organisations.title) like ${pattern} escape '!' or clients_organisations.organisation like ${pattern} escape '!')`,
  );
}

/** How many clients in use each of these organisations has. */
export async function clientsPerOrganisation(
  read: Reader,
  organisations: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (organisations.length === 0) return new Map();
  const rows = await read
    .tables<ClientsRows>()
    .selectFrom("clients_clients")
    .select(["clients_clients.organisation", (row) => row.fn.countAll<number>().as("n")])
    .where("clients_clients.organisation", "in", organisations)
    .where("clients_clients.retired_at", "is", null)
    .groupBy("clients_clients.organisation")
    .execute();
  return new Map(rows.map(({ organisation, n }) => [organisation, n]));
}

/** A text that is looked for anywhere; signs of the pattern language stand for themselves. */
function patternOf(q: string): string {
  return `%${q.toLowerCase().replaceAll(/[!%_]/g, "!$&")}%`;
}
