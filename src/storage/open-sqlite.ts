import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { backupSqlite } from "./backup-sqlite.ts";
import { Refusal } from "#kernel";
import type { Engine } from "./engine.ts";
import { refusalOfFault } from "./refusal-of-fault.ts";
import { SqliteDialect } from "./sqlite-dialect.ts";

/** How long a statement waits for another process (a backup, a curious person) before it is refused. */
const BUSY_MS = 2_000;

/**
 * One connection that writes and one that only reads: with the write-ahead log, a reader sees the last commit and
 * neither waits for the other. Each commit is flushed to disk (`synchronous = full`).
 */
export function openSqlite(file: string): Engine {
  make(file);
  const writing = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    writing.exec("pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 16777216");
  } catch (error) {
    writing.close();
    throw refusalOfFault(error) ?? error;
  }
  const reading = new DatabaseSync(file, { timeout: BUSY_MS, readOnly: true });
  const writes = new Kysely<unknown>({ dialect: new SqliteDialect(writing) });
  const reads = new Kysely<unknown>({ dialect: new SqliteDialect(reading) });
  return {
    name: "sqlite",
    writes,
    reads,
    backup: (to) => backupSqlite(file, to),
    close: async () => {
      await reads.destroy();
      await writes.destroy();
    },
  };
}

/** Made here, so that nobody but the owner can read it; SQLite gives its side files the same mode. */
function make(file: string): void {
  try {
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      "unavailable",
      "state.unopened",
      `The state ${file} cannot be opened (${code ?? "no reason given"}), so nothing was started. Its folder must exist, and this user must be allowed to write there.`,
    );
  }
}
