import { statSync } from "node:fs";
import { resolve } from "node:path";

/** The same for all names of one file, also for hard links; a file that is not there yet is known by its path. */
export function identityOf(name: string): string {
  try {
    const { dev, ino } = statSync(name);
    return `${dev}:${ino}`;
  } catch {
    // Not there, or not to be seen: whoever opens it says why.
    return resolve(name);
  }
}
