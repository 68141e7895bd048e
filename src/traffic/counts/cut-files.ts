import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { Refusal } from "#kernel";
import { COUNT_FILE, type Tier } from "./tier.ts";

/** Where the files of counts lie. */
interface Place {
  readonly directory: string;
  readonly clock: { now(): number };
}

/** Goes back to the files as the tiers know them: what lies behind is cut. Refuses one that is missing, or short. */
export function cutFiles(tiers: readonly Tier[], { directory, clock }: Place): void {
  const now = clock.now();
  const known = new Set<string>();
  for (const tier of tiers) {
    tier.forget(now);
    for (const file of tier.files.values()) {
      known.add(basename(file.path));
      const missing = file.cut();
      if (missing > 0) throw shortFile(file.path, missing);
    }
  }
  for (const name of countFilesIn(directory)) {
    // Begun after the state was saved: its rows come again from the log.
    if (!known.has(name)) rmSync(join(directory, name));
  }
}

/** Moves all files to a folder of their own: they belong to nothing that is known. */
export function setAside({ directory, clock }: Place): void {
  const names = countFilesIn(directory);
  if (names.length === 0) return;
  const aside = join(directory, `set-aside-${clock.now()}`);
  mkdirSync(aside, { recursive: true });
  for (const name of names) renameSync(join(directory, name), join(aside, name));
}

function countFilesIn(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.endsWith(COUNT_FILE));
}

function shortFile(path: string, missing: number): Refusal {
  return new Refusal(
    "unavailable",
    "counts.short",
    `${path} lacks ${missing} bytes that the snapshot counts on, so figures would be too low. Start from the snapshot before, or from a backup.`,
    { file: path, missingBytes: missing },
  );
}
