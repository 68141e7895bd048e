import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A file system of its own, small enough to be filled. */
export interface SmallDisk {
  readonly directory: string;
  /** Takes all space that is left, or all but so many bytes. */
  fill(leftBytes?: number): void;
  makeRoom(): void;
}

/**
 * Runs with a small disk in memory that is gone afterwards. False, and nothing was run, where this process may not mount
 * one: only root on Linux may.
 */
export async function withSmallDisk(
  directory: string,
  bytes: number,
  run: (disk: SmallDisk) => Promise<void>,
): Promise<boolean> {
  const mounted = join(directory, "disk");
  mkdirSync(mounted);
  if (!couldMount(mounted, bytes)) return false;
  const ballast = join(mounted, "ballast");
  const fill = (leftBytes = 0): void => {
    const free = Number(execFileSync("stat", ["-f", "-c", "%a", mounted])) * blockBytes(mounted);
    const wanted = Math.max(0, free - leftBytes);
    for (let part = wanted; part > 0; part -= 2 ** 20) {
      try {
        writeFileSync(ballast, Buffer.alloc(Math.min(part, 2 ** 20)), { flag: "a" });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOSPC") return;
        throw error;
      }
    }
  };
  try {
    await run({ directory: join(mounted, "data"), fill, makeRoom: () => rmSync(ballast, { force: true }) });
  } finally {
    execFileSync("umount", ["--lazy", mounted]);
  }
  return true;
}

function couldMount(directory: string, bytes: number): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", directory], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function blockBytes(directory: string): number {
  return Number(execFileSync("stat", ["-f", "-c", "%S", directory]));
}
