import type { Reader } from "#storage";
import { addressesOf } from "../model/addresses.ts";
import { placeOf } from "../model/attribution.ts";
import { type DocumentSummary, operationTreeOf } from "../model/document-summary.ts";
import type { OperationTree } from "../model/operation-tree.ts";
import { currentVersion } from "../model/versions.ts";
import { livesOf } from "../model/version-view.ts";
import { findApi } from "../store/apis.ts";
import { environmentsOf } from "../store/environments.ts";
import { documentSummaries, lifeFactsOf, versionsOf } from "../store/versions.ts";

/** A version's document, ready to name operations. */
export interface VersionDocument {
  readonly version: string;
  readonly summary: DocumentSummary;
  readonly tree: OperationTree;
}

/** The documents of an API, by the versions that it has. */
export interface ApiDocuments {
  readonly api: string;
  /** To which requests belong that name no version. */
  readonly current: string | undefined;
  /** Each version of the API; null for one without a document. */
  readonly versions: ReadonlyMap<string, VersionDocument | null>;
}

/** The documents of one API. */
export async function apiDocuments(read: Reader, api: string): Promise<ApiDocuments> {
  const rows = await versionsOf(read, api);
  const summaries = new Map((await documentSummaries(read, api)).map(({ version, summary }) => [version, summary]));
  const addressPaths = await addressPathsOf(read, api);
  const versions = rows.map(({ version }): [string, VersionDocument | null] => {
    const text = summaries.get(version);
    if (text === undefined) return [version, null];
    const summary = JSON.parse(text) as DocumentSummary;
    return [version, { version, summary, tree: operationTreeOf(summary, addressPaths) }];
  });
  const current = currentVersion(livesOf(rows, await lifeFactsOf(read, api)));
  return { api, current, versions: new Map(versions) };
}

/** Where the API and its environments are, without hosts. */
async function addressPathsOf(read: Reader, api: string): Promise<string[]> {
  const row = await findApi(read, api);
  const environments = (await environmentsOf(read, api)).map(({ address }) => address);
  const addresses = [...addressesOf(row?.at ?? null), ...environments];
  return [...new Set(addresses.map((address) => (address === null ? "" : (placeOf(address)?.path ?? ""))))];
}
