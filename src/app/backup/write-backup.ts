import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isoText } from "#kernel";
import { wholeFile } from "#storage";
import type { ServerParts } from "../server-parts.ts";
import { BACKUP_NAME, LOG_NAME, REDACTION_KEY, STATE_NAMES } from "./backup-names.ts";

/** What a backup says of itself; written last, so that a folder without it is no backup. */
export interface BackupNote {
  readonly at: string;
  readonly version: string;
  readonly engine: "sqlite" | "postgres";
}

/**
 * Writes a backup into a new folder while the server goes on: the state of one moment, then the log up to a later one, so
 * that the log can only know more. Gives what it says of itself.
 */
export async function writeBackup(
  folder: string,
  { state, measurement, directory, version, clock }: ServerParts,
): Promise<BackupNote> {
  await mkdir(folder, { recursive: true });
  await state.backup(join(folder, STATE_NAMES[state.engine]));
  await measurement.log.copyTo(join(folder, LOG_NAME));
  await copyFile(join(directory, REDACTION_KEY), join(folder, REDACTION_KEY));
  const note: BackupNote = { at: isoText(clock.now()), version, engine: state.engine };
  const text = `${JSON.stringify(note, null, 2)}\n`;
  await wholeFile(join(folder, BACKUP_NAME), (unfinished) => writeFile(unfinished, text, { mode: 0o600 }));
  return note;
}
