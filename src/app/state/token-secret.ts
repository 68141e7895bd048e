import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BYTES = 32;

/**
 * What signs the tokens of client credentials: made once for a data directory, and kept in it, readable by its owner
 * only. It is in no backup: tokens live for minutes.
 */
export function tokenSecret(directory: string): string {
  const file = join(directory, "tokens.key");
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(BYTES).toString("hex")}\n`, { mode: 0o600, flush: true });
  return readFileSync(file, "utf8").trim();
}
