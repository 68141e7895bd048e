import type { Reader, Tx } from "#storage";
import type { ApisRows, ReleaseRow } from "../model/rows.ts";

/** Which releases of an API are asked for: from `from` on, before `to`. */
export interface ReleasesAsked {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly environment: string | undefined;
  /** Behind this one. */
  readonly after: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
}

/** Releases of an API, the latest first. */
export async function releasesAfter(
  read: Reader,
  api: string,
  { from, to, environment, after, limit }: ReleasesAsked,
): Promise<ReleaseRow[]> {
  let query = read
    .tables<ApisRows>()
    .selectFrom("apis_releases")
    .selectAll()
    .where("apis_releases.api", "=", api)
    .orderBy("apis_releases.at", "desc")
    .orderBy("apis_releases.id", "desc")
    .limit(limit);
  if (from !== undefined) query = query.where("apis_releases.at", ">=", from);
  if (to !== undefined) query = query.where("apis_releases.at", "<", to);
  if (environment !== undefined) query = query.where("apis_releases.environment", "=", environment);
  if (after === undefined) return query.execute();
  const { at, id } = after;
  return query
    .where((row) =>
      row.or([
        row("apis_releases.at", "<", at),
        row.and([row("apis_releases.at", "=", at), row("apis_releases.id", "<", id)]),
      ]),
    )
    .execute();
}

/** The one of this id, of this API. */
export async function findRelease(read: Reader, api: string, id: string): Promise<ReleaseRow | undefined> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_releases")
    .selectAll()
    .where("apis_releases.api", "=", api)
    .where("apis_releases.id", "=", id)
    .executeTakeFirst();
}

export async function insertRelease(tx: Tx, row: ReleaseRow): Promise<void> {
  await tx.tables<ApisRows>().insertInto("apis_releases").values(row).execute();
}

export async function deleteRelease(tx: Tx, id: string): Promise<void> {
  await tx.tables<ApisRows>().deleteFrom("apis_releases").where("apis_releases.id", "=", id).execute();
}

/** Forgets the releases of an API that lie before an instant. */
export async function forgetReleases(tx: Tx, api: string, before: number): Promise<void> {
  await tx
    .tables<ApisRows>()
    .deleteFrom("apis_releases")
    .where("apis_releases.api", "=", api)
    .where("apis_releases.at", "<", before)
    .execute();
}

export async function countReleases(read: Reader, api: string): Promise<number> {
  const { n } = await read
    .tables<ApisRows>()
    .selectFrom("apis_releases")
    .select((row) => row.fn.countAll<number>().as("n"))
    .where("apis_releases.api", "=", api)
    .executeTakeFirstOrThrow();
  return n;
}
