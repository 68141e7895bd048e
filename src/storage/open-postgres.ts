import { Kysely, PostgresDialect, sql } from "kysely";
import { Refusal } from "#kernel";
import { exportRows } from "./export-rows.ts";
import type { Engine } from "./engine.ts";
import { refusalOfFault } from "./refusal-of-fault.ts";

const CONNECTIONS_MAX = 10;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;
const FLOOR = 150_000;
const INT8 = 20;

/**
 * Connects to PostgreSQL 15 or later. Its driver is loaded only here, since most installations have none. 64-bit
 * integers come as numbers, as they do from SQLite: ours are instants and counts, far below 2^53.
 */
export async function openPostgres(url: string): Promise<Engine> {
  const { default: pg } = await import("pg");
  const usual = pg.types.getTypeParser as (oid: number, format?: "text" | "binary") => unknown;
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    application_name: "plimsoll",
    types: { getTypeParser: ((oid, format) => (oid === INT8 ? exactNumber : usual(oid, format))) as typeof usual },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the program.
  pool.on("error", () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await refuseOld(db);
  } catch (error) {
    await db.destroy();
    throw refusalOfFault(error) ?? error;
  }
  return {
    name: "postgres",
    writes: db,
    reads: db,
    backup: (to) => exportRows(db, to),
    close: () => db.destroy(),
  };
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`invariant broken: ${text} is no exact number`);
  return value;
}

async function refuseOld(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ server_version: string; number: number }>`
    select current_setting('server_version') as server_version,
      current_setting('server_version_num')::int as number`.execute(db);
  const found = rows[0];
  if (found !== undefined && found.number >= FLOOR) return;
  throw new Refusal(
    "unavailable",
    "state.postgres-too-old",
    `This is PostgreSQL ${found?.server_version ?? "of an unknown version"}; Plimsoll needs 15 or later. Update the server, or leave the URL away to keep the state in the data directory.`,
  );
}
