import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const STAMP = ".stamp.json";
/** Everything of the console's own, and the versions of what it is made with. */
const OWN_FOLDERS = ["web/public", "web/src", "web/build"];
const OWN_FILES = ["web/index.html", "package-lock.json"];

/** What a built console was made of: a hash over these files. */
export interface Stamp {
  readonly hash: string;
  /** Files outside `web/` that went into it, from the root: charts, words. */
  readonly shared: readonly string[];
}

/** The stamp of the sources as they are now. */
export function stampOf(root: string, shared: readonly string[]): Stamp {
  const hash = createHash("sha256");
  const inFolders = OWN_FOLDERS.flatMap((folder) => filesBelow(root, folder));
  for (const path of [...OWN_FILES, ...inFolders, ...shared].map((each) => each.replaceAll("\\", "/")).toSorted()) {
    const file = join(root, path);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) continue;
    hash.update(`${path}\0`).update(readFileSync(file)).update("\0");
  }
  return { hash: hash.digest("hex"), shared };
}

function filesBelow(root: string, folder: string): string[] {
  const below = readdirSync(join(root, folder), { encoding: "utf8", recursive: true });
  return below.filter((path) => !path.endsWith(".test.ts")).map((path) => join(folder, path));
}

/** Whether what lies in `dist` was made of the sources as they are now. */
export function isCurrent(root: string, dist: string): boolean {
  const file = join(dist, STAMP);
  if (!existsSync(file)) return false;
  const { hash, shared } = JSON.parse(readFileSync(file, "utf8")) as Stamp;
  return stampOf(root, shared).hash === hash;
}

/** Where the stamp of a built console lies. */
export function stampFile(dist: string): string {
  return join(dist, STAMP);
}
