import { readdirSync, readFileSync } from "node:fs";

/** The environment variable that a test run puts on all that it starts; children inherit it. */
export const RUN_MARK = "PLIMSOLL_TEST_RUN";

/** A process that a finished run left behind. */
export interface Leftover {
  readonly id: number;
  readonly command: string;
}

/** Processes that carry the mark. Only on Linux can we look; elsewhere none is found. */
export function findLeftovers(mark: string): Leftover[] {
  return processIds().flatMap((id) => {
    if (id === process.pid || !read(`/proc/${id}/environ`).split("\0").includes(`${RUN_MARK}=${mark}`)) return [];
    return [{ id, command: read(`/proc/${id}/cmdline`).replaceAll("\0", " ").trim() }];
  });
}

function processIds(): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Empty when the process has ended meanwhile or is not ours to read; an ended one that waits for its parent is empty too. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
