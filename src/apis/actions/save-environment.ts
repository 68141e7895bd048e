import { Refusal } from "#kernel";
import type { Tx } from "#storage";
import type { EnvironmentRow } from "../model/rows.ts";
import { environmentsOf, storeEnvironment } from "../store/environments.ts";
import { versionsOf } from "../store/versions.ts";
import { saysTheSame, type Saving } from "./saving.ts";

const ENVIRONMENTS_MAX = 50;

/** What is said of an environment; what is left out stays, or begins empty. */
export interface WrittenEnvironment {
  readonly api: string;
  readonly environment: string;
  readonly address?: string | null | undefined;
  readonly version?: string | null | undefined;
}

/** Makes an environment of an API, or changes what is given. Refuses a version that is not there, and more than 50. */
export async function saveEnvironment(
  tx: Tx,
  { api, environment, address, version }: WrittenEnvironment,
  { managedBy }: Pick<Saving, "managedBy"> = {},
): Promise<EnvironmentRow> {
  const all = await environmentsOf(tx, api);
  const before = all.find((row) => row.environment === environment);
  if (before === undefined && all.length >= ENVIRONMENTS_MAX) throw tooMany(api);
  if (version !== undefined && version !== null) {
    const isThere = (await versionsOf(tx, api)).some((row) => row.version === version);
    if (!isThere) throw noVersion(api, version);
  }
  const row: EnvironmentRow = {
    api,
    environment,
    address: address === undefined ? (before?.address ?? null) : address,
    version: version === undefined ? (before?.version ?? null) : version,
    revision: (before?.revision ?? 0) + 1,
    managed_by: managedBy === undefined ? (before?.managed_by ?? null) : managedBy,
  };
  if (before !== undefined && saysTheSame(before, row)) return before;
  await storeEnvironment(tx, row);
  return row;
}

function noVersion(api: string, version: string): Refusal {
  const detail = `The API ${api} has no version "${version}", so nothing was saved. Create the version first.`;
  return new Refusal("invalid", "environment.no-version", detail, {
    faults: [{ pointer: "/version", detail: "is no version of this API" }],
  });
}

function tooMany(api: string): Refusal {
  return new Refusal(
    "conflict",
    "environment.too-many",
    `The API ${api} has ${ENVIRONMENTS_MAX} environments already, so none was added. Delete those that are gone.`,
    { api, max: ENVIRONMENTS_MAX },
  );
}
