import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import { addressesOf, addressText } from "../model/addresses.ts";
import { placeConflict } from "../model/attribution.ts";
import type { WrittenReach } from "../model/reach.ts";
import type { ApiRow } from "../model/rows.ts";
import { NO_REACH, reachColumns } from "../model/stored-reach.ts";
import { allApis, storeApi } from "../store/apis.ts";
import { saysTheSame, type Saving } from "./saving.ts";

const APIS_MAX = 1_000;

/** What is said of an API; what is left out stays as it was, or begins empty. */
export interface WrittenApi {
  readonly api: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly owner?: string | null | undefined;
  /** An empty list takes all addresses away. */
  readonly addresses?: readonly string[] | undefined;
  readonly reach?: WrittenReach | undefined;
}

/** An API as it is now, and whether it was made now. */
export interface SavedApi {
  readonly row: ApiRow;
  readonly isNew: boolean;
}

/**
 * Creates an API, or changes what is given. `managedBy`: the configuration text that owns it from now on; undefined: as
 * before. Refuses a place at which another API is, and more than 1,000 of them. Who may is the caller's business.
 */
export async function saveApi(
  tx: Tx,
  written: WrittenApi,
  { now, managedBy }: Pick<Saving, "now" | "managedBy">,
): Promise<SavedApi> {
  const { api, title, description, owner, addresses, reach } = written;
  const all = await allApis(tx);
  const before = all.find((row) => row.api === api);
  if (before === undefined && all.length >= APIS_MAX) throw tooMany();
  if (addresses !== undefined) refuseTaken(api, addresses, all);
  const row: ApiRow = {
    api,
    title: title ?? before?.title ?? api,
    description: description ?? before?.description ?? "",
    owner: owner === undefined ? (before?.owner ?? null) : owner,
    at: addresses === undefined ? (before?.at ?? null) : addressText(addresses),
    ...reachColumns(reach ?? {}, before ?? NO_REACH),
    first_source: before?.first_source ?? null,
    created_at: before?.created_at ?? now,
    managed_by: managedBy === undefined ? (before?.managed_by ?? null) : managedBy,
    revision: (before?.revision ?? 0) + 1,
  };
  if (before !== undefined && saysTheSame(before, row)) return { row: before, isNew: false };
  await storeApi(tx, row);
  return { row, isNew: before === undefined };
}

function refuseTaken(api: string, addresses: readonly string[], all: readonly ApiRow[]): void {
  const others = all.map((row) => ({ api: row.api, addresses: addressesOf(row.at) }));
  const conflict = placeConflict({ api, addresses }, others);
  if (conflict === undefined) return;
  throw new Refusal(
    "conflict",
    "api.place-taken",
    `The API ${conflict.api} is at ${conflict.address} already, so nobody could tell whose a request there is. Nothing was saved. Give ${api} another host or path, or take the address from ${conflict.api} first.`,
    {
      api: conflict.api,
      address: conflict.address,
      faults: [{ pointer: "/at", detail: `the API ${conflict.api} is at ${conflict.address} already` }],
    },
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "api.too-many",
    `There are ${APIS_MAX} APIs already, so none was added. Delete those that are gone.`,
    { max: APIS_MAX },
  );
}
