import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BYTES = 32;

/** What keys the hash of clients' names; in no backup. */
export const REDACTION_KEY = "redaction.key";
/** What signs the tokens of client credentials; in no backup, as tokens live for minutes. */
export const TOKENS_KEY = "tokens.key";
/** What signs the links in messages; in no backup: after a restore, one acts in the console. */
export const LINKS_KEY = "links.key";

/** A secret, hexadecimal: made once for a data directory, and kept in a file of it that only its owner can read. */
export function keptSecret(directory: string, name: string): string {
  const file = join(directory, name);
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(BYTES).toString("hex")}\n`, { mode: 0o600, flush: true });
  return readFileSync(file, "utf8").trim();
}
