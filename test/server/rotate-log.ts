import { copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** The ways of logrotate. */
export type Rotation = "renamed" | "compressed" | "copied and cut";

/** All ways, one after the other. */
export function rotationOf(number: number): Rotation {
  return number % 3 === 0 ? "renamed" : number % 3 === 1 ? "compressed" : "copied and cut";
}

/** Rotates a log as logrotate does it, to a name of its own. Gives where the old lines are, for a writer who still holds the renamed file. */
export function rotateLog(log: string, number: number, how: Rotation): string {
  const stamped = `${log}-20261128${String(number).padStart(6, "0")}`;
  if (how === "copied and cut") {
    copyFileSync(log, stamped);
    truncateSync(log);
    return stamped;
  }
  renameSync(log, stamped);
  writeFileSync(log, "");
  if (how === "compressed") compressLog(stamped);
  return stamped;
}

/** Compresses a rotated log, as `delaycompress` does it one rotation later. */
export function compressLog(path: string): void {
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  rmSync(path);
}
