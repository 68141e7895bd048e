import { open } from "node:fs/promises";

/** Waits until what was written to a file, or which files a directory has, is on the disk. */
export async function flushPath(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
