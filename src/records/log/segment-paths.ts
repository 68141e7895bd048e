import { open, readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { UNFINISHED } from "./compress-segment.ts";
import { type Footer, readFooter } from "./footer.ts";
import { isAbsent } from "./is-absent.ts";
import { firstOfName, segmentName } from "./segment.ts";

/** A file of the log as it was found; the footer of a compressed one, when it is whole. */
export interface FoundSegment {
  readonly first: number;
  readonly path: string;
  readonly bytes: number;
  readonly footer: Footer | undefined;
}

/** The segments of a directory in log order, one file each: what a stop left beside them is removed. */
export async function segmentPaths(directory: string): Promise<FoundSegment[]> {
  const names = await readdir(directory);
  for (const name of names) if (name.endsWith(UNFINISHED)) await unlink(join(directory, name));
  const firsts = names.map(firstOfName).filter((first) => first !== undefined);
  const found: FoundSegment[] = [];
  for (const first of new Set(firsts.toSorted((a, b) => a - b))) found.push(await findSegment(directory, first));
  return found;
}

/** Of a segment that is there twice, the compressed one when it is whole: its file was renamed after it was durable. */
async function findSegment(directory: string, first: number): Promise<FoundSegment> {
  const packed = join(directory, segmentName(first, true));
  const plain = join(directory, segmentName(first, false));
  const [packedBytes, plainBytes] = [await sizeOf(packed), await sizeOf(plain)];
  if (packedBytes === undefined) return { first, path: plain, bytes: plainBytes ?? 0, footer: undefined };
  const footer = await footerOf(packed, packedBytes);
  if (footer !== undefined || plainBytes === undefined) {
    if (plainBytes !== undefined) await unlink(plain);
    return { first, path: packed, bytes: packedBytes, footer };
  }
  await unlink(packed);
  return { first, path: plain, bytes: plainBytes, footer: undefined };
}

async function footerOf(path: string, bytes: number): Promise<Footer | undefined> {
  const handle = await open(path, "r");
  try {
    return await readFooter(handle, bytes);
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    isAbsent(error);
    return undefined;
  }
}
