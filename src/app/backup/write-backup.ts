import { copyFile, mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bytesText, isoText, Refusal } from "#kernel";
import { flushTree, wholeFile } from "#storage";
import type { ServerParts } from "../server-parts.ts";
import { BACKUP_NAME, LOG_NAME, REDACTION_KEY, SEAL_KEY, STATE_NAMES } from "./backup-names.ts";

/** What a backup says of itself; written last, so that a folder without it is no backup. */
export interface BackupNote {
  readonly at: string;
  readonly version: string;
  readonly engine: "sqlite" | "postgres";
}

/**
 * Writes a backup into a new folder while the server goes on: a snapshot of what was measured, then the state of a later
 * moment, then the log up to one later still, with how far followed files were read into it. That is the order in which a
 * crash leaves them, so a start goes on from them as from a crash. Gives what it says of itself.
 */
export async function writeBackup(folder: string, parts: ServerParts): Promise<BackupNote> {
  await mkdir(folder, { recursive: true });
  try {
    await assertRoom(folder, parts);
    await copyAll(folder, parts);
    return await writeNote(folder, parts);
  } catch (fault) {
    // Half a backup is of no use to anybody, and takes room.
    await rm(folder, { recursive: true });
    throw fault;
  }
}

async function copyAll(
  folder: string,
  { state, measurement, heartbeat, alerts, logs, directory }: ServerParts,
): Promise<void> {
  await measurement.copyTo(folder, (work) =>
    heartbeat.between(async () => {
      if (alerts.isBehind) throw stateBehind();
      await work();
    }),
  );
  await state.backup(join(folder, STATE_NAMES[state.engine]));
  await logs.copyWith(folder, () => measurement.log.copyTo(join(folder, LOG_NAME)));
  for (const key of [REDACTION_KEY, SEAL_KEY]) await copyFile(join(directory, key), join(folder, key));
  await flushTree(folder);
}

async function writeNote(folder: string, { state, version, clock }: ServerParts): Promise<BackupNote> {
  const note: BackupNote = { at: isoText(clock.now()), version, engine: state.engine };
  const text = `${JSON.stringify(note, null, 2)}\n`;
  await wholeFile(join(folder, BACKUP_NAME), (unfinished) => writeFile(unfinished, text, { mode: 0o600 }));
  return note;
}

function stateBehind(): Refusal {
  return new Refusal(
    "unavailable",
    "backup.state-behind",
    "The state does not take what happened to alerts, so a backup of it would not know of them. Nothing was written. Mend the state's database or its disk, and try again.",
  );
}

/** A backup must not take the room without which no records are taken. */
async function assertRoom(folder: string, { measurement, settings }: ServerParts): Promise<void> {
  const { bytesOnDisk: bytes } = measurement;
  const { freeSpace: freeBytesMin } = settings;
  const { bavail, bsize } = await statfs(folder);
  const left = bavail * bsize - bytes;
  if (left >= freeBytesMin) return;
  throw new Refusal(
    "unavailable",
    "backup.no-room",
    `A backup takes ${bytesText(bytes)} here, and ${bytesText(freeBytesMin)} must stay free beside it (\`freeSpace\`): ${bytesText(freeBytesMin - left)} are missing. Nothing was written. Move older backups away, and try again.`,
    { bytes, missingBytes: freeBytesMin - left },
  );
}
