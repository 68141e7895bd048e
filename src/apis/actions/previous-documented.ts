import type { Reader } from "#storage";
import { livesOf } from "../model/version-view.ts";
import { previousVersion } from "../model/versions.ts";
import { documentHeadsOf, versionsOf } from "../store/versions.ts";

/** The nearest version with a document before this one; for a version that is not there yet, the last one that has a document. */
export async function previousDocumented(read: Reader, api: string, version: string): Promise<string | undefined> {
  const documented = new Set((await documentHeadsOf(read, api)).map((head) => head.version));
  const all = await versionsOf(read, api);
  const rows = all.filter((row) => documented.has(row.version) || row.version === version);
  const isThere = all.some((row) => row.version === version);
  return isThere ? previousVersion(livesOf(rows, []), version) : rows.at(-1)?.version;
}
