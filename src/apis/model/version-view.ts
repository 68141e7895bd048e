import { isoText, isoTextOrNull } from "#kernel";
import type { DocumentHead, LifeFactRow, VersionRow } from "./rows.ts";
import { currentVersion, type LifeFact, stateOf, transitionsOf, type VersionLife } from "./versions.ts";

/** Rows → lives, in the order of the versions. */
export function livesOf(versions: readonly VersionRow[], facts: readonly LifeFactRow[]): VersionLife[] {
  return versions.map(({ api, version, created_at: createdAt }) => ({
    version,
    createdAt,
    facts: facts.filter((fact) => fact.api === api && fact.version === version).map(factOf),
  }));
}

/** The versions of one API as people see them. */
export function versionViews(
  versions: readonly VersionRow[],
  { facts, documents, now }: { facts: readonly LifeFactRow[]; documents: readonly DocumentHead[]; now: number },
) {
  const lives = livesOf(versions, facts);
  const current = currentVersion(lives);
  return lives.map((life, index) => {
    const { api, version, title, revision, managed_by: managedBy } = versions[index] as VersionRow;
    const document = documents.find((one) => one.version === version);
    return {
      api,
      version,
      title,
      state: stateOf(life),
      current: version === current,
      createdAt: isoText(life.createdAt),
      revision,
      managedBy,
      life: life.facts.map((fact) => ({
        ...fact,
        at: isoText(fact.at),
        sunsetAt: isoTextOrNull(fact.sunsetAt),
      })),
      transitions: transitionsOf(life, now).map((one) => ({ reason: null, ...one })),
      openapi:
        document === undefined
          ? null
          : { putAt: isoText(document.put_at), putBy: document.put_by, revision: document.revision },
    };
  });
}

function factOf({ state, at, made_by: by, sunset_at: sunsetAt, successor }: LifeFactRow): LifeFact {
  return { state, at, by, sunsetAt, successor };
}
