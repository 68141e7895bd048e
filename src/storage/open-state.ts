import { sql } from "kysely";
import type { Clock } from "#kernel";
import type { Engine } from "./engine.ts";
import { migrate } from "./migrate.ts";
import type { ModuleMigrations } from "./migration.ts";
import { openPostgres } from "./open-postgres.ts";
import { refusalOfFault } from "./refusal-of-fault.ts";
import { openSqlite } from "./open-sqlite.ts";
import { State } from "./state.ts";

/** Where the rows lie: a file of SQLite, or a database of PostgreSQL 15 or later. */
export type StatePlace = { readonly file: string } | { readonly url: string };

/** What a state is opened with. */
export interface StateOptions {
  readonly at: StatePlace;
  /** Of all modules that have tables, those below first. */
  readonly modules: readonly ModuleMigrations[];
  readonly clock: Clock;
  /** The version of this program: a state remembers who changed its schema. */
  readonly program: string;
}

/**
 * Opens the state, making it when there is none, and brings its schema up to date in one transaction. Refuses a state
 * of a newer program, an edited migration, an old PostgreSQL, and a place that cannot be opened.
 */
export async function openState({ at, modules, clock, program }: StateOptions): Promise<State> {
  const engine = await openEngine(at);
  try {
    await engine.writes.transaction().execute(async (tx) => {
      // Two programs that start at once on one database take their steps one after the other.
      if (engine.name === "postgres") await sql`select pg_advisory_xact_lock(474747)`.execute(tx);
      await migrate({ db: tx, engine: engine.name }, modules, { nowMs: clock.now(), program });
    });
  } catch (error) {
    await engine.close();
    throw refusalOfFault(error) ?? error;
  }
  return new State(engine);
}

/** Opens without touching the schema. */
export async function openEngine(at: StatePlace): Promise<Engine> {
  return "file" in at ? openSqlite(at.file) : openPostgres(at.url);
}
