import type { Reader, Tx } from "#storage";
import type { ApisRows, EnvironmentRow } from "../model/rows.ts";

/** The environments of an API, by name. Their number is bounded where they are made. */
export async function environmentsOf(read: Reader, api: string): Promise<EnvironmentRow[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_environments")
    .selectAll()
    .where("apis_environments.api", "=", api)
    .orderBy("apis_environments.environment")
    .execute();
}

/** The environments of all APIs, by API and name. */
export async function allEnvironments(read: Reader): Promise<EnvironmentRow[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_environments")
    .selectAll()
    .orderBy("apis_environments.api")
    .orderBy("apis_environments.environment")
    .execute();
}

/** Takes the place of the environment of this name, or is new. */
export async function storeEnvironment(tx: Tx, row: EnvironmentRow): Promise<void> {
  const { address, version, revision, managed_by } = row;
  await tx
    .tables<ApisRows>()
    .insertInto("apis_environments")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["api", "environment"]).doUpdateSet({ address, version, revision, managed_by }),
    )
    .execute();
}

export async function deleteEnvironment(tx: Tx, api: string, environment: string): Promise<void> {
  await tx
    .tables<ApisRows>()
    .deleteFrom("apis_environments")
    .where("apis_environments.api", "=", api)
    .where("apis_environments.environment", "=", environment)
    .execute();
}
