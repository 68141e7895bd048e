import type { LockFile } from "./lock-file.ts";
import { missingStubs } from "./stubs.ts";

/** What is read of package.json. */
export type Manifest = Readonly<Record<string, unknown>>;

const GROUPS = ["dependencies", "devDependencies", "optionalDependencies"];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Why another machine could install something else than this one, or nothing at all; empty when all is well. */
export function lockFaults(manifest: Manifest, lock: LockFile): string[] {
  return [...inexactVersions(manifest), ...differences(manifest, lock), ...missing(lock), ...origins(lock)];
}

function inexactVersions(manifest: Manifest): string[] {
  return versionsOf(manifest)
    .filter(({ version }) => !EXACT.test(version))
    .map(
      ({ group, name, version }) => `package.json: ${group}.${name} is "${version}"; pin one version, such as 1.2.3`,
    );
}

function differences(manifest: Manifest, lock: LockFile): string[] {
  const root: Manifest = { ...lock.packages[""] };
  const locked = new Map(versionsOf(root).map(({ group, name, version }) => [`${group}.${name}`, version]));
  return versionsOf(manifest)
    .filter(({ group, name, version }) => locked.get(`${group}.${name}`) !== version)
    .map(({ group, name }) => `package-lock.json does not have ${group}.${name} as package.json does; run npm install`);
}

function missing(lock: LockFile): string[] {
  return [...missingStubs(lock).keys()].map(
    (key) => `package-lock.json lacks ${key}, so npm ci may stop on another machine; run npm run lock`,
  );
}

function origins(lock: LockFile): string[] {
  return (
    Object.entries(lock.packages)
      // A workspace of ours is a link to its folder.
      .filter(([, { link }]) => link !== true)
      .filter(([, entry]) => entry.resolved !== undefined || /https?:|git\+|file:/.test(entry.version ?? ""))
      .map(([key]) => `package-lock.json: ${key} names where it came from; set omit-lockfile-registry-resolved=true`)
  );
}

function versionsOf(manifest: Manifest): { group: string; name: string; version: string }[] {
  return GROUPS.flatMap((group) =>
    Object.entries(manifest[group] ?? {}).map(([name, version]) => ({ group, name, version: String(version) })),
  );
}
