import type { Reader, Tx } from "#storage";
import type { Source } from "../model/reach.ts";
import type { ApiRow, ApisRows, ObjectivesFileRow } from "../model/rows.ts";

/** APIs by name, after the one named `after`. */
export async function apisAfter(read: Reader, after: string, limit: number): Promise<ApiRow[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_apis")
    .selectAll()
    .where("apis_apis.api", ">", after)
    .orderBy("apis_apis.api")
    .limit(limit)
    .execute();
}

/** All, by name. Their number is bounded where they are made. */
export async function allApis(read: Reader): Promise<ApiRow[]> {
  return read.tables<ApisRows>().selectFrom("apis_apis").selectAll().orderBy("apis_apis.api").execute();
}

export async function findApi(read: Reader, api: string): Promise<ApiRow | undefined> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_apis")
    .selectAll()
    .where("apis_apis.api", "=", api)
    .executeTakeFirst();
}

/** Takes the place of the API of this name, or is the first. */
export async function storeApi(tx: Tx, row: ApiRow): Promise<void> {
  const { api: _api, created_at: _createdAt, ...changed } = row;
  await tx
    .tables<ApisRows>()
    .insertInto("apis_apis")
    .values(row)
    .onConflict((conflict) => conflict.column("api").doUpdateSet(changed))
    .execute();
}

/** Notes what delivered records of an API first, unless that is known. */
export async function markFirstSource(tx: Tx, api: string, source: Source): Promise<void> {
  await tx
    .tables<ApisRows>()
    .updateTable("apis_apis")
    .set({ first_source: source })
    .where("apis_apis.api", "=", api)
    .where("apis_apis.first_source", "is", null)
    .execute();
}

/** Its objectives file goes with it. */
export async function deleteApi(tx: Tx, api: string): Promise<void> {
  await tx.tables<ApisRows>().deleteFrom("apis_apis").where("apis_apis.api", "=", api).execute();
}

/** The objectives file of an API that exists. */
export async function objectivesFileOf(read: Reader, api: string): Promise<ObjectivesFileRow> {
  const row = await read
    .tables<ApisRows>()
    .selectFrom("apis_objectives_files")
    .selectAll()
    .where("apis_objectives_files.api", "=", api)
    .executeTakeFirst();
  return row ?? { api, text: "", revision: 0 };
}

/** All that have one. Their number is bounded by that of APIs. */
export async function allObjectivesFiles(read: Reader): Promise<ObjectivesFileRow[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_objectives_files")
    .selectAll()
    .orderBy("apis_objectives_files.api")
    .execute();
}

export async function saveObjectivesFile(tx: Tx, row: ObjectivesFileRow): Promise<void> {
  const { text, revision } = row;
  await tx
    .tables<ApisRows>()
    .insertInto("apis_objectives_files")
    .values(row)
    .onConflict((conflict) => conflict.column("api").doUpdateSet({ text, revision }))
    .execute();
}
