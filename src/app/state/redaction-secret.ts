import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BYTES = 32;

/** The secret that keys the hash of clients' names: made once for a data directory, and kept in it, readable by its owner only. */
export function redactionSecret(directory: string): string {
  const file = join(directory, "redaction.key");
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(BYTES).toString("hex")}\n`, { mode: 0o600, flush: true });
  return readFileSync(file, "utf8").trim();
}
