import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Where, in a data directory, the files lie to which a snapshot refers. */
export const COUNTS_FOLDER = "counts";
export const LISTS_FOLDER = "windows";

/**
 * Copies the files to which the newest snapshot refers, while they are appended to: who goes on from the snapshot cuts
 * what lies behind the lengths that it names.
 */
export async function copyMeasured(directory: string, folder: string): Promise<void> {
  for (const name of [COUNTS_FOLDER, LISTS_FOLDER]) {
    await mkdir(join(folder, name));
    for (const file of await readdir(join(directory, name), { withFileTypes: true })) {
      if (file.isFile()) await copyIfThere(join(directory, name, file.name), join(folder, name, file.name));
    }
  }
}

/** Counts that became too old meanwhile are gone: nobody will ask for them. */
async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
