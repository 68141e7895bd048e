import { denial, type Denial } from "./denial.ts";
import type { RuledApi, RuledVersion } from "./rules.ts";

/** The version that a request is of; null: of none, where an API has none that is live. */
export interface VersionAsked {
  readonly version: RuledVersion | null;
  /** Whether the path names it: its first segment behind the address of the API. */
  readonly inPath: boolean;
}

/** Where a request looks for its version. */
export interface VersionPlace {
  /** What the header `api-version` says. */
  readonly header: string | undefined;
  /** The path behind the address of the API. */
  readonly behind: string;
  readonly environment: string;
}

const NO_VERSION: VersionAsked = { version: null, inPath: false };

/**
 * The version that a request names in the header `api-version`, else in the first segment of its path, else that of its
 * environment, else the current one. Refuses one that the API does not have, a retired one, and a draft that its
 * environment does not run.
 */
export function versionAsked(ruled: RuledApi, place: VersionPlace): VersionAsked | Denial {
  const { versions, environments, api } = ruled;
  const runs = environments.get(place.environment)?.version ?? null;
  const { header } = place;
  if (header !== undefined) {
    const named = versions.get(header);
    if (named === undefined) return unknown(ruled, header);
    return refusalOf(named, ruled, runs) ?? { version: named, inPath: false };
  }
  if (versions.size === 0) return NO_VERSION;
  const inPath = versions.get(firstSegment(place.behind));
  const found = inPath ?? versions.get(runs ?? api.current ?? "");
  if (found === undefined) return NO_VERSION;
  return refusalOf(found, ruled, runs) ?? { version: found, inPath: inPath !== undefined };
}

function refusalOf(version: RuledVersion, ruled: RuledApi, runs: string | null): Denial | undefined {
  const name = version.version;
  if (version.state === "retired") {
    const next = version.successor === null ? "" : ` Use version ${version.successor}.`;
    return denial("version.retired", `Version ${name} of ${ruled.api.api} is retired and answers no more.${next}`);
  }
  if (version.state !== "draft" || runs === name) return undefined;
  return denial(
    "version.draft",
    `Version ${name} of ${ruled.api.api} is a draft that does not run here. Use a version that is live.`,
  );
}

function unknown({ api, versions }: RuledApi, asked: string): Denial {
  const known = [...versions.values()].filter(({ state }) => state === "live" || state === "deprecated");
  const names = known.map(({ version }) => version).join(", ");
  return denial(
    "version.unknown",
    `${api.api} has no version ${JSON.stringify(asked.slice(0, 64))}. ${names === "" ? "Leave the header api-version out." : `It has ${names}.`}`,
  );
}

function firstSegment(behind: string): string {
  const end = behind.indexOf("/", 1);
  return behind.slice(1, end < 0 ? undefined : end);
}
