import { createReadStream, existsSync } from "node:fs";
import { copyFile, type FileHandle, open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { Refusal } from "#kernel";
import { damaged } from "./damaged.ts";
import { importRows } from "./import-rows.ts";
import { openEngine, openState, type StateOptions } from "./open-state.ts";
import { refusalOfFault } from "./refusal-of-fault.ts";
import { wholeFile } from "./whole-file.ts";

const SQLITE_MAGIC = "SQLite format 3\0";

/**
 * Brings a backup back into an empty place, and its schema up to date. Lines of JSON go into either engine, a file of
 * SQLite becomes the state's file. Refuses a place that holds something, and a backup that is cut or damaged; then
 * the place is as it was.
 */
export async function restoreState(from: string, options: StateOptions): Promise<void> {
  const { at } = options;
  if ("file" in at && existsSync(at.file)) throw notEmpty(at.file);
  if (await isSqlite(from)) {
    if (!("file" in at)) throw wrongEngine();
    await wholeFile(at.file, (unfinished) => copyChecked(from, unfinished));
  } else if ("file" in at) {
    await wholeFile(at.file, (file) => importInto(from, { ...options, at: { file } }));
  } else {
    await importInto(from, options);
  }
  const state = await openState(options);
  await state.close();
}

async function isSqlite(path: string): Promise<boolean> {
  const file = await opened(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(SQLITE_MAGIC.length), 0, SQLITE_MAGIC.length, 0);
    return buffer.toString("latin1") === SQLITE_MAGIC;
  } finally {
    await file.close();
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw damaged(`${path} cannot be opened (${code ?? message})`);
  }
}

async function copyChecked(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const database = new DatabaseSync(to);
  try {
    const found = database.prepare("pragma quick_check").get();
    if (found?.["quick_check"] !== "ok") throw damaged("SQLite's own check finds faults in it");
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw damaged("SQLite cannot read it");
  } finally {
    database.close();
  }
}

async function importInto(from: string, { at, modules, clock, program }: StateOptions): Promise<void> {
  const engine = await openEngine(at);
  try {
    await engine.writes.transaction().execute(async (tx) => {
      if (engine.name === "postgres") await refuseFull(tx);
      // Made only now: lines that come before somebody waits for them are lost.
      const lines = createInterface({ input: createReadStream(from), crlfDelay: Number.POSITIVE_INFINITY });
      await importRows({ tx, engine: engine.name }, lines, { modules, run: { nowMs: clock.now(), program } });
    });
    // A file is renamed afterwards, so nothing of it may be left in the write-ahead log beside it.
    if (engine.name === "sqlite") await sql`pragma journal_mode = delete`.execute(engine.writes);
  } catch (error) {
    throw refusalOfFault(error) ?? error;
  } finally {
    await engine.close();
  }
}

async function refuseFull(tx: Parameters<typeof importRows>[0]["tx"]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace`.execute(
    tx,
  );
  if (rows.length > 0) throw notEmpty("The database");
}

function notEmpty(place: string): Refusal {
  return new Refusal(
    "conflict",
    "restore.not-empty",
    `${place} holds something already, and nothing was written over it. Move it away, or name another place.`,
  );
}

function wrongEngine(): Refusal {
  return new Refusal(
    "invalid",
    "restore.other-engine",
    "This backup is a file of SQLite and cannot go into PostgreSQL. Restore it into a data directory.",
  );
}
