import { clientIdsOf, findClient } from "#clients";
import type { Reader } from "#storage";

/** Ids of the clients that are asked for and seen; undefined: all. A client that is not seen is as if it were absent. */
export async function clientsAsked(
  read: Reader,
  client: string | undefined,
  within: readonly string[] | null,
): Promise<readonly string[] | undefined> {
  if (client === undefined) return within === null ? undefined : clientIdsOf(read, within);
  const row = await findClient(read, client);
  return row !== undefined && (within === null || within.includes(row.organisation)) ? [row.id] : [];
}
