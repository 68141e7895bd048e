import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isSystemError, Refusal } from "#kernel";
import { z } from "zod";

const kept = z.object({ server: z.string(), token: z.string() });

/** The server of `plimsoll login`, and what opens it. */
export type KeptAccess = z.infer<typeof kept>;

/** Where `plimsoll login` keeps it: readable by its owner only. */
export function accessFile(): string {
  const base = process.env["XDG_CONFIG_HOME"];
  // The specification wants a path that is not absolute ignored.
  return join(base?.startsWith("/") === true ? base : join(homedir(), ".config"), "plimsoll", "login.json");
}

/** What is kept; undefined where nobody has logged in. Refuses a file that cannot be read. */
export function readAccess(): KeptAccess | undefined {
  const file = accessFile();
  try {
    return kept.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw new Refusal(
      "invalid",
      "login.unreadable",
      `${file} is not what \`plimsoll login\` writes, or cannot be read, so nothing was asked. Log in again, or give --server and --token.`,
    );
  }
}

/** Keeps it whole or not at all, in place of what was kept. Refuses where the folder cannot be written. */
export function keepAccess(access: KeptAccess): void {
  const file = accessFile();
  const unfinished = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // A file or link that lies there already would be written through, as readable as it is.
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw unwritable(file, error);
  }
}

/** Forgets it. Whether there was something. */
export function forgetAccess(): boolean {
  const file = accessFile();
  try {
    rmSync(file);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw unwritable(file, error);
  }
}

function isAbsent(error: unknown): boolean {
  return isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function unwritable(file: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new Refusal(
    "invalid",
    "login.unwritable",
    `${file} cannot be written (${error.code}), so it stays as it was. See who may write there, or name another folder by XDG_CONFIG_HOME.`,
  );
}
