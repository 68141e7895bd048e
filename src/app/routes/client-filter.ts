import { findClient } from "#clients";
import type { Reader } from "#storage";

interface Asked {
  readonly client?: string[] | undefined;
}

/**
 * For the `owner` of an action about traffic: the organisation that all clients belong to which a filter names, by their
 * name, a former one, or their id. Undefined when it names none, one that is not registered, or those of several: only
 * a filter that is wholly the caller's own is the caller's.
 */
export async function ownerOfFilter({ client: names }: Asked, read: Reader): Promise<string | undefined> {
  if (names === undefined || names.length === 0) return undefined;
  const owners = new Set<string | undefined>();
  for (const name of names) owners.add((await findClient(read, name))?.organisation);
  const [owner] = owners;
  return owners.size === 1 ? owner : undefined;
}
