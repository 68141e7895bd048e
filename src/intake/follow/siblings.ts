import type { Stats } from "node:fs";
import { lstat, readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";

/** A file that lies where a followed path does. */
export interface Sibling {
  readonly path: string;
  readonly name: string;
  readonly device: number;
  readonly inode: number;
  readonly modifiedAt: number;
}

export interface Siblings {
  /** The newest first. */
  readonly files: readonly Sibling[];
  /** False: a name was there and gone a moment later, so its file may be there under another one that was not seen. */
  readonly isWhole: boolean;
}

/** Files that one directory is looked through for; in one with more, the rest is not seen. */
const SIBLINGS_MAX = 1_000;

/** The followed file and those beside it whose names begin as its own does; what cannot be seen is not among them. */
export async function siblingsOf(path: string): Promise<Siblings> {
  const directory = dirname(path);
  const stem = basename(path, extname(path));
  const names = await readdir(directory).catch(() => []);
  const files: Sibling[] = [];
  let isWhole = true;
  for (const name of names.filter((one) => one.startsWith(stem)).slice(0, SIBLINGS_MAX)) {
    const at = join(directory, name);
    const stats = await statsOf(at);
    if (stats === undefined) isWhole = false;
    if (stats?.isFile() !== true) continue;
    files.push({ path: at, name, device: stats.dev, inode: stats.ino, modifiedAt: stats.mtimeMs });
  }
  return { files: files.toSorted((one, other) => other.modifiedAt - one.modifiedAt), isWhole };
}

/** Undefined: gone. A link that leads nowhere is there. */
async function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => lstat(path).catch(() => undefined));
}
