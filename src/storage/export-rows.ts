import { type FileHandle, open } from "node:fs/promises";
import { type Kysely, sql, type Transaction } from "kysely";
import { recordedMigrations } from "./migrate.ts";

/** Names the format, so that a file says what it is. */
export const EXPORT_FORMAT = "plimsoll-state-1";
const ROWS_AT_ONCE = 1_000;
const WRITE_BYTES = 65_536;

/**
 * Writes all rows that PostgreSQL held at one moment as lines of JSON: a header with the schema steps, then
 * `[table, row]`, then the number of rows, so that a cut file is noticed. It reads only and blocks nobody.
 */
export async function exportRows(db: Kysely<unknown>, to: string): Promise<void> {
  const file = await open(to, "wx", 0o600);
  try {
    await db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute((tx) => writeLines(file, linesOf(tx)));
  } finally {
    await file.close();
  }
}

async function writeLines(file: FileHandle, lines: AsyncIterable<unknown>): Promise<void> {
  let text = "";
  for await (const line of lines) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < WRITE_BYTES) continue;
    await file.writeFile(text);
    text = "";
  }
  await file.writeFile(text);
}

async function* linesOf(tx: Transaction<unknown>): AsyncGenerator {
  yield { format: EXPORT_FORMAT, migrations: await recordedMigrations(tx) };
  let rows = 0;
  for (const table of await tablesOf(tx)) {
    for await (const row of rowsOf(tx, table)) {
      yield [table, row];
      rows++;
    }
  }
  yield { rows };
}

/** In the order of their making, so that a row comes after those that it refers to. */
async function tablesOf(tx: Transaction<unknown>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> 'storage_migrations'
    order by oid`.execute(tx);
  return rows.map(({ name }) => name);
}

/** A cursor of the server, so that a large table is never whole in memory. */
async function* rowsOf(tx: Transaction<unknown>, table: string): AsyncGenerator {
  await sql`declare rows_of_table no scroll cursor for select * from ${sql.table(table)}`.execute(tx);
  for (;;) {
    const { rows } = await sql`fetch ${sql.raw(String(ROWS_AT_ONCE))} from rows_of_table`.execute(tx);
    yield* rows;
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await sql`close rows_of_table`.execute(tx);
}
