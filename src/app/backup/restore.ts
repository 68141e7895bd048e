import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type RestoreOptions, version } from "#cli";
import { Refusal, wallClockMs } from "#kernel";
import { flushTree } from "#storage";
import { restoreServerState } from "../state/open-server-state.ts";
import { BACKUP_NAME, LOG_NAME, REDACTION_KEY, STATE_NAMES } from "./backup-names.ts";

const noteSchema = z.object({ at: z.string(), version: z.string(), engine: z.enum(["sqlite", "postgres"]) });

/** The role that brings a backup back into an empty data directory. Gives the exit code. */
export async function restore({ backup, data, state: url }: RestoreOptions): Promise<number> {
  const note = await readNote(backup);
  const there = await readdir(backup);
  const missing = [STATE_NAMES[note.engine], LOG_NAME, REDACTION_KEY].filter((name) => !there.includes(name));
  if (missing.length > 0) throw noBackup(backup, `it lacks ${missing.join(", ")}`);
  await mkdir(data, { recursive: true });
  if ((await readdir(data)).length > 0) throw notEmpty(data);
  const clock = { now: wallClockMs };
  const from = join(backup, STATE_NAMES[note.engine]);
  await restoreServerState(from, { directory: data, clock, version: version(), ...(url === undefined ? {} : { url }) });
  // All else lies in a backup as it lies in a data directory.
  for (const name of there.filter((one) => one !== BACKUP_NAME && one !== STATE_NAMES[note.engine])) {
    await cp(join(backup, name), join(data, name), { recursive: true });
  }
  await flushTree(data);
  process.stdout.write(`The backup of ${note.at} is back in ${data}. Start it: plimsoll start --data ${data}\n`);
  return 0;
}

async function readNote(backup: string): Promise<z.infer<typeof noteSchema>> {
  const text = await readFile(join(backup, BACKUP_NAME), "utf8").catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw noBackup(backup, `its ${BACKUP_NAME} cannot be read (${code})`);
  });
  const parsed = noteSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw noBackup(backup, `its ${BACKUP_NAME} is damaged`);
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noBackup(backup: string, why: string): Refusal {
  return new Refusal(
    "invalid",
    "restore.no-backup",
    `${backup} is no whole backup: ${why}. Nothing was restored. Name the folder that \`plimsoll backup\` printed.`,
  );
}

function notEmpty(data: string): Refusal {
  return new Refusal(
    "conflict",
    "restore.not-empty",
    `${data} is not empty, and a backup never goes over what is there. Nothing was restored. Name a directory that does not exist yet.`,
  );
}
