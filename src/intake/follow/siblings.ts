import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";

/** A file that lies where a followed path does. */
export interface Sibling {
  readonly path: string;
  readonly name: string;
  readonly device: number;
  readonly inode: number;
  readonly modifiedAt: number;
}

/** Files that one directory is looked through for; in one with more, the rest is not seen. */
const SIBLINGS_MAX = 1_000;

/** The followed file and those beside it whose names begin as its own does, the newest first; what cannot be seen is not among them. */
export async function siblingsOf(path: string): Promise<Sibling[]> {
  const directory = dirname(path);
  const stem = basename(path, extname(path));
  const names = await readdir(directory).catch(() => []);
  const found: Sibling[] = [];
  for (const name of names.filter((one) => one.startsWith(stem)).slice(0, SIBLINGS_MAX)) {
    const at = join(directory, name);
    const stats = await stat(at).catch(() => undefined);
    if (stats?.isFile() !== true) continue;
    found.push({ path: at, name, device: stats.dev, inode: stats.ino, modifiedAt: stats.mtimeMs });
  }
  return found.toSorted((one, other) => other.modifiedAt - one.modifiedAt);
}
