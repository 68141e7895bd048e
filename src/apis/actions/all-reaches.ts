import type { Reader } from "#storage";
import { addressesOf } from "../model/addresses.ts";
import type { Reach } from "../model/reach.ts";
import { reachOfRow } from "../model/stored-reach.ts";
import { allApis } from "../store/apis.ts";

/** An API with its addresses, and how requests at these reach it. */
export interface ApiReach extends Reach {
  readonly api: string;
  readonly addresses: readonly string[];
}

/** All APIs, by name. Their number is bounded where they are made. */
export async function allReaches(read: Reader): Promise<ApiReach[]> {
  return (await allApis(read)).map((row) => ({ api: row.api, addresses: addressesOf(row.at), ...reachOfRow(row) }));
}
