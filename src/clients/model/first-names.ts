import type { ClientRow, NameRow } from "./rows.ts";

/**
 * Every text that stands for a client → the first name that the client had, under which its records are kept. Of two
 * names of the same instant it is the one that the client has now; a name that is only seen in traffic is no first name.
 */
export function firstNames(names: readonly (NameRow & Pick<ClientRow, "client">)[]): ReadonlyMap<string, string> {
  const first = new Map<string, NameRow>();
  for (const row of names) {
    const known = first.get(row.client_id);
    const isOlder = known === undefined || row.created_at < known.created_at;
    const isNamedNow = known?.created_at === row.created_at && row.kind === "own";
    if (row.kind !== "seen" && (isOlder || isNamedNow)) first.set(row.client_id, row);
  }
  return new Map(names.map((row) => [row.name, first.get(row.client_id)?.name ?? row.client]));
}
