import { open } from "node:fs/promises";
import { backup, DatabaseSync } from "node:sqlite";

const PAGES_AT_ONCE = 1_000;

/**
 * Copies the state while it is written. The copy is made from one read transaction, so it is the state of one moment
 * and is never begun again because of a write.
 */
export async function backupSqlite(file: string, to: string): Promise<void> {
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    // A read transaction begins with the first read.
    source.exec("begin");
    source.prepare("select count(*) from sqlite_master").get();
    // Made here first for its mode: a backup holds what the state holds.
    await (await open(to, "wx", 0o600)).close();
    await backup(source, to, { rate: PAGES_AT_ONCE });
  } finally {
    source.close();
  }
}
