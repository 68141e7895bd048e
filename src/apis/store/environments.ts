import type { Reader, Tx } from "#storage";
import type { ApisRows, EnvironmentRow } from "../model/rows.ts";

/** The environments of an API, by name; of all APIs when none is named. Their number is bounded where they are made. */
export async function environmentsOf(read: Reader, api?: string): Promise<EnvironmentRow[]> {
  const query = read
    .tables<ApisRows>()
    .selectFrom("apis_environments")
    .selectAll()
    .orderBy("apis_environments.api")
    .orderBy("apis_environments.environment");
  return (api === undefined ? query : query.where("apis_environments.api", "=", api)).execute();
}

/** Takes the place of the environment of this name, or is new. */
export async function storeEnvironment(tx: Tx, row: EnvironmentRow): Promise<void> {
  const { address, version, revision } = row;
  await tx
    .tables<ApisRows>()
    .insertInto("apis_environments")
    .values(row)
    .onConflict((conflict) => conflict.columns(["api", "environment"]).doUpdateSet({ address, version, revision }))
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
