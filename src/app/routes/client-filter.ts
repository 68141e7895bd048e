import { allNamesOf, findClient } from "#clients";
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

/**
 * The texts under which the traffic of these clients is found: of a registered one all names that it has, had, and is
 * seen under. What stands for no client stays as it is.
 */
export async function namesInTraffic(read: Reader, names: readonly string[]): Promise<string[]> {
  const all = new Set<string>();
  for (const name of names) {
    const row = await findClient(read, name);
    for (const each of row === undefined ? [name] : await allNamesOf(read, row.id)) all.add(each);
  }
  return [...all];
}
