import type { Reader } from "#storage";
import type { DocumentSummary } from "../model/document-summary.ts";
import { currentVersion, type LifeFact, stateOf, type VersionState } from "../model/versions.ts";
import { livesOf } from "../model/version-view.ts";
import { documentSummaries, lifeFactsOf, versionsOf } from "../store/versions.ts";

/** A version as whoever lets requests through sees it. */
export interface OfferedVersion {
  readonly version: string;
  readonly state: VersionState;
  /** Of a deprecation: since when, from when on it may be gone (epoch ms), and where to go. */
  readonly deprecatedAt: number | null;
  readonly sunsetAt: number | null;
  readonly successor: string | null;
  /** Null: without a document. */
  readonly operations: DocumentSummary["operations"] | null;
  readonly basePaths: readonly string[];
}

/** The versions of an API, the oldest first. */
export interface OfferedVersions {
  /** To which requests belong that name none; null: there are only drafts and retired ones, or none. */
  readonly current: string | null;
  readonly versions: readonly OfferedVersion[];
}

/** The versions of one API with their lives and operations. */
export async function offeredVersions(read: Reader, api: string): Promise<OfferedVersions> {
  const rows = await versionsOf(read, api);
  if (rows.length === 0) return { current: null, versions: [] };
  const lives = livesOf(rows, await lifeFactsOf(read, api));
  const summaries = new Map((await documentSummaries(read, api)).map(({ version, summary }) => [version, summary]));
  const versions = lives.map(({ version, facts }) => {
    const text = summaries.get(version);
    const document = text === undefined ? undefined : (JSON.parse(text) as DocumentSummary);
    const { operations = null, basePaths = [] } = document ?? {};
    return { version, state: stateOf({ facts }), ...deprecationOf(facts), operations, basePaths };
  });
  return { current: currentVersion(lives) ?? null, versions };
}

/** A retired version still tells where its clients go. */
function deprecationOf(facts: readonly LifeFact[]): Pick<OfferedVersion, "deprecatedAt" | "sunsetAt" | "successor"> {
  const last = facts.at(-1);
  const fact = last?.state === "live" ? undefined : facts.findLast(({ state }) => state === "deprecated");
  return {
    deprecatedAt: fact?.at ?? null,
    sunsetAt: fact?.sunsetAt ?? null,
    successor: last?.successor ?? fact?.successor ?? null,
  };
}
