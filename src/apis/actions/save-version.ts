import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import type { VersionRow } from "../model/rows.ts";
import { storeVersion, versionsOf } from "../store/versions.ts";
import { saysTheSame, type Saving } from "./saving.ts";

const VERSIONS_MAX = 100;

/** What is said of a version; what is left out stays, and a new one is called by its name. */
export interface WrittenVersion {
  readonly api: string;
  readonly version: string;
  readonly title?: string | undefined;
}

/** Makes a version, a draft at first, or changes its title. Refuses more than 100 for an API. */
export async function saveVersion(
  tx: Tx,
  { api, version, title }: WrittenVersion,
  { now, managedBy }: Pick<Saving, "now" | "managedBy">,
): Promise<void> {
  const all = await versionsOf(tx, api);
  const before = all.find((row) => row.version === version);
  if (before === undefined && all.length >= VERSIONS_MAX) throw tooMany(api);
  const row: VersionRow = {
    api,
    version,
    title: title ?? before?.title ?? version,
    created_at: before?.created_at ?? now,
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy === undefined ? (before?.managed_by ?? null) : managedBy,
  };
  if (before === undefined || !saysTheSame(before, row)) await storeVersion(tx, row);
}

function tooMany(api: string): Refusal {
  return new Refusal(
    "conflict",
    "version.too-many",
    `The API ${api} has ${VERSIONS_MAX} versions already, so none was added. Delete drafts and retired ones that nobody needs.`,
    { api, max: VERSIONS_MAX },
  );
}
