import { type Kysely, sql } from "kysely";
import type { Engine } from "./engine.ts";
import { checksumOf, type ModuleMigrations } from "./migration.ts";
import { type ModuleMigration, pendingMigrations, type RecordedMigration } from "./pending-migrations.ts";

/** When and by what the steps are taken. */
export interface MigrationRun {
  readonly nowMs: number;
  readonly program: string;
}

interface StorageTables {
  storage_migrations: RecordedMigration & { readonly applied_at: number };
}

/** An open transaction of an engine, in which a schema is changed. */
export interface SchemaTarget {
  readonly db: Kysely<unknown>;
  readonly engine: Engine["name"];
}

/** Takes all pending steps in the transaction that it is handed: either all of them or none. */
export async function migrate(
  target: SchemaTarget,
  modules: readonly ModuleMigrations[],
  run: MigrationRun,
): Promise<void> {
  await createMigrationTable(target.db);
  const recorded = await recordedMigrations(target.db);
  for (const step of pendingMigrations(modules, recorded)) await takeStep(target, step, run);
}

/** Where the steps are recorded, made when it is not there. */
export async function createMigrationTable(db: Kysely<unknown>): Promise<void> {
  await sql`create table if not exists storage_migrations (
    module text not null,
    name text not null,
    checksum text not null,
    program text not null,
    applied_at bigint not null,
    primary key (module, name)
  )`.execute(db);
}

/** What the state remembers, oldest first. */
export async function recordedMigrations(db: Kysely<unknown>): Promise<RecordedMigration[]> {
  return (db as Kysely<StorageTables>)
    .selectFrom("storage_migrations")
    .select(["module", "name", "checksum", "program"])
    .orderBy("module")
    .orderBy("name")
    .execute();
}

/** Executes a step's statements and remembers it. */
export async function takeStep({ db, engine }: SchemaTarget, step: ModuleMigration, run: MigrationRun): Promise<void> {
  for (const statement of step.sql) {
    await sql.raw(engine === "postgres" ? comparedByBytes(statement) : statement).execute(db);
  }
  await (db as Kysely<StorageTables>)
    .insertInto("storage_migrations")
    .values({
      module: step.module,
      name: step.name,
      checksum: checksumOf(step),
      program: run.program,
      applied_at: run.nowMs,
    })
    .execute();
}

/** Texts compare byte by byte, as they do in SQLite: else a list's order would hang on the locale of the database. */
function comparedByBytes(statement: string): string {
  if (!/^\s*(?:create|alter) table\b/i.test(statement)) return statement;
  return statement.replaceAll(
    /(\w\s+)text\b(?=\s*(?:,|\)|$|not null|primary key|unique|references|check|default))/g,
    '$1text collate "C"',
  );
}
