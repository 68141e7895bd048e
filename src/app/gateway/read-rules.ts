import { allEnvironments, allReaches, type ApiReach, offeredVersions } from "#apis";
import { allClientNames, allClients, allKeys } from "#clients";
import type { GatewaySnapshot, SnapshotApi, SnapshotClient, SnapshotRules } from "#gateway";
import { accessTerms } from "#plans";
import type { Reader } from "#storage";

/** All that decides who may pass, as the state has it; keys apart, which the server has in memory. */
export async function readRules(read: Reader): Promise<SnapshotRules> {
  const { plans, subscriptions } = await accessTerms(read);
  return { apis: await readApis(read), plans, clients: await readClients(read), subscriptions };
}

/** The keys with what a gateway of its own needs of them: hashes, never a secret. */
export async function readKeys(read: Reader): Promise<GatewaySnapshot["keys"]> {
  const rows = await allKeys(read);
  return rows.map(({ id, client_id, environment, format, lookup, sha256, scopes, expires_at, revoked_at }) => {
    return { id, client_id, environment, format, lookup, sha256, scopes, expires_at, revoked_at };
  });
}

async function readApis(read: Reader): Promise<SnapshotApi[]> {
  const environments = Map.groupBy(await allEnvironments(read), ({ api }) => api);
  const apis: SnapshotApi[] = [];
  for (const reach of await allReaches(read)) apis.push(await readApi(read, reach, environments.get(reach.api) ?? []));
  return apis;
}

async function readApi(
  read: Reader,
  reach: ApiReach,
  rows: Awaited<ReturnType<typeof allEnvironments>>,
): Promise<SnapshotApi> {
  const environments = rows.map(({ environment, address, version }) => ({ environment, address, version }));
  return { ...reach, ...(await offeredVersions(read, reach.api)), environments };
}

async function readClients(read: Reader): Promise<SnapshotClient[]> {
  const names = Map.groupBy(
    (await allClientNames(read)).filter(({ kind }) => kind !== "own"),
    ({ client_id: id }) => id,
  );
  return (await allClients(read)).map(({ id, client, organisation, retired_at: retiredAt }) => ({
    id,
    client,
    organisation,
    retired: retiredAt !== null,
    names: names.get(id)?.map(({ name }) => name) ?? [],
  }));
}
