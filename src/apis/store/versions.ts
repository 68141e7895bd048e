import type { Reader, Tx } from "#storage";
import type { ApisRows, DocumentHead, DocumentRow, LifeFactRow, VersionRow } from "../model/rows.ts";

/** The versions of an API, the oldest first. Their number is bounded where they are made. */
export async function versionsOf(read: Reader, api: string): Promise<VersionRow[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_versions")
    .selectAll()
    .where("apis_versions.api", "=", api)
    .orderBy("apis_versions.created_at")
    .orderBy("apis_versions.version")
    .execute();
}

/** The versions of all APIs, by API, the oldest first. */
export async function allVersions(read: Reader): Promise<VersionRow[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_versions")
    .selectAll()
    .orderBy("apis_versions.api")
    .orderBy("apis_versions.created_at")
    .orderBy("apis_versions.version")
    .execute();
}

/** What was made of the versions of all APIs, of each the oldest first. */
export async function allLifeFacts(read: Reader): Promise<LifeFactRow[]> {
  return read.tables<ApisRows>().selectFrom("apis_life_facts").selectAll().orderBy("apis_life_facts.seq").execute();
}

/** Which document each version has, without its text. */
export async function allDocumentMarks(read: Reader): Promise<Pick<DocumentRow, "api" | "version" | "sha256">[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_documents")
    .select(["apis_documents.api", "apis_documents.version", "apis_documents.sha256"])
    .execute();
}

/** What was made of the versions of an API, of each the oldest first. */
export async function lifeFactsOf(read: Reader, api: string): Promise<LifeFactRow[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_life_facts")
    .selectAll()
    .where("apis_life_facts.api", "=", api)
    .orderBy("apis_life_facts.version")
    .orderBy("apis_life_facts.seq")
    .execute();
}

/** Takes the place of the version of this name, or is new; the instant of its making stays. */
export async function storeVersion(tx: Tx, row: VersionRow): Promise<void> {
  const { title, revision, managed_by } = row;
  await tx
    .tables<ApisRows>()
    .insertInto("apis_versions")
    .values(row)
    .onConflict((conflict) => conflict.columns(["api", "version"]).doUpdateSet({ title, revision, managed_by }))
    .execute();
}

/** Facts are added and never changed. */
export async function addLifeFact(tx: Tx, row: LifeFactRow): Promise<void> {
  await tx.tables<ApisRows>().insertInto("apis_life_facts").values(row).execute();
}

/** Its facts and its document go with it. */
export async function deleteVersion(tx: Tx, api: string, version: string): Promise<void> {
  await tx
    .tables<ApisRows>()
    .deleteFrom("apis_versions")
    .where("apis_versions.api", "=", api)
    .where("apis_versions.version", "=", version)
    .execute();
}

/** Of the versions of an API, those documents that there are. */
export async function documentHeadsOf(read: Reader, api: string): Promise<DocumentHead[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_documents")
    .select([
      "apis_documents.api",
      "apis_documents.version",
      "apis_documents.put_at",
      "apis_documents.put_by",
      "apis_documents.revision",
    ])
    .where("apis_documents.api", "=", api)
    .orderBy("apis_documents.version")
    .execute();
}

/** The summaries of the documents of an API; see `DocumentRow`. */
export async function documentSummaries(
  read: Reader,
  api: string,
): Promise<Pick<DocumentRow, "version" | "summary">[]> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_documents")
    .select(["apis_documents.version", "apis_documents.summary"])
    .where("apis_documents.api", "=", api)
    .orderBy("apis_documents.version")
    .execute();
}

export async function findDocument(read: Reader, api: string, version: string): Promise<DocumentRow | undefined> {
  return read
    .tables<ApisRows>()
    .selectFrom("apis_documents")
    .selectAll()
    .where("apis_documents.api", "=", api)
    .where("apis_documents.version", "=", version)
    .executeTakeFirst();
}

/** Takes the place of the version's document, or is the first. */
export async function storeDocument(tx: Tx, row: DocumentRow): Promise<void> {
  const { api: _api, version: _version, ...rest } = row;
  await tx
    .tables<ApisRows>()
    .insertInto("apis_documents")
    .values(row)
    .onConflict((conflict) => conflict.columns(["api", "version"]).doUpdateSet(rest))
    .execute();
}
