import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#kernel";
import { Seal } from "#storage";
import { SEAL_KEY } from "../backup/backup-names.ts";

const BYTES = 32;

/**
 * The seal of what must not be readable in the state alone. Its key is made once for a data directory and kept in it,
 * readable by its owner only; who has the rows and not this file has no usable secret.
 */
export function sealOf(directory: string): Seal {
  const file = join(directory, SEAL_KEY);
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(BYTES).toString("hex")}\n`, { mode: 0o600, flush: true });
  const key = Buffer.from(readFileSync(file, "utf8").trim(), "hex");
  if (key.length === BYTES) return new Seal(key);
  throw new Refusal(
    "invalid",
    "state.seal-damaged",
    `${file} is damaged, so what it seals (second factors, letters that wait) cannot be read. Nothing was started. Bring the file back from a backup; without one, remove it and reset the second factors.`,
  );
}
