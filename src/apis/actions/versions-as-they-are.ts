import type { Reader } from "#storage";
import { stateOf, type VersionState } from "../model/versions.ts";
import { livesOf } from "../model/version-view.ts";
import { allDocumentMarks, allLifeFacts, allVersions, findDocument } from "../store/versions.ts";
import { documentSha256 } from "./save-openapi.ts";

/** A version with where it stands in its life, and what tells its document. */
export interface VersionAsItIs {
  readonly api: string;
  readonly version: string;
  readonly title: string;
  readonly state: VersionState;
  /** Of a deprecation: epoch ms, and where clients go. */
  readonly sunsetAt: number | null;
  readonly successor: string | null;
  /** Of the text of its OpenAPI document; null without one. */
  readonly sha256: string | null;
  readonly managedBy: string | null;
}

/** All versions of all APIs, as `settleVersion` takes them; of an API the oldest first. */
export async function versionsAsTheyAre(read: Reader): Promise<VersionAsItIs[]> {
  const facts = Map.groupBy(await allLifeFacts(read), keyOf);
  const marks = new Map((await allDocumentMarks(read)).map((mark) => [keyOf(mark), mark]));
  const views: VersionAsItIs[] = [];
  for (const row of await allVersions(read)) {
    const [life = { facts: [] }] = livesOf([row], facts.get(keyOf(row)) ?? []);
    const { sunsetAt = null, successor = null } = life.facts.at(-1) ?? {};
    const mark = marks.get(keyOf(row));
    const sha256 = mark === undefined ? null : (mark.sha256 ?? (await sha256OfText(read, row)));
    const { api, version, title, managed_by: managedBy } = row;
    views.push({ api, version, title, state: stateOf(life), sunsetAt, successor, sha256, managedBy });
  }
  return views;
}

interface Named {
  readonly api: string;
  readonly version: string;
}

function keyOf({ api, version }: Named): string {
  return `${api}/${version}`;
}

/** Of a document that was kept before its hash was. */
async function sha256OfText(read: Reader, { api, version }: Named): Promise<string | null> {
  const row = await findDocument(read, api, version);
  return row === undefined ? null : documentSha256(row.text);
}
