import { readFileSync } from "node:fs";
import { isSystemError, Refusal } from "#kernel";
import { z } from "zod";

/** Where a secret stands: in a variable of the environment or in a file. */
export const reference = [
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
] as const;

/** What a reference leads to; `setting` names it where it leads nowhere, and what it leads to is never printed. */
export function followed(to: z.infer<(typeof reference)[number]>, setting: string): string {
  if ("file" in to) return readText(to.file, setting);
  const text = process.env[to.env];
  if (text === undefined) throw refusedSetting(`${setting} names the variable ${to.env}, which is not set`);
  return text;
}

/** The text of a file that a setting names. */
export function readText(file: string, setting: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw refusedSetting(`${setting} names the file ${file}, which cannot be read (${error.code})`);
  }
}

/** The server does not start with settings that say something else than was meant. */
export function refusedSetting(what: string): Refusal {
  return new Refusal(
    "invalid",
    "settings.invalid",
    `${what}. Nothing was started. What can be set is in docs/manual/server.md.`,
  );
}
