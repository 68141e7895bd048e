import { type Kysely, sql } from "kysely";
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

/** Takes all pending steps in the transaction that it is handed: either all of them or none. */
export async function migrate(
  db: Kysely<unknown>,
  modules: readonly ModuleMigrations[],
  run: MigrationRun,
): Promise<void> {
  await sql`create table if not exists storage_migrations (
    module text not null,
    name text not null,
    checksum text not null,
    program text not null,
    applied_at bigint not null,
    primary key (module, name)
  )`.execute(db);
  const recorded = await recordedMigrations(db);
  for (const step of pendingMigrations(modules, recorded)) await takeStep(db, step, run);
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
export async function takeStep(db: Kysely<unknown>, step: ModuleMigration, run: MigrationRun): Promise<void> {
  for (const statement of step.sql) await sql.raw(statement).execute(db);
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
