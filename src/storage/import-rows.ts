import { type Kysely, sql, type Transaction } from "kysely";
import { damaged } from "./damaged.ts";
import type { Engine } from "./engine.ts";
import { EXPORT_FORMAT } from "./export-rows.ts";
import { createMigrationTable, type MigrationRun, takeStep } from "./migrate.ts";
import type { ModuleMigrations } from "./migration.ts";
import { pendingMigrations, type RecordedMigration, stepsOf } from "./pending-migrations.ts";

/** Where rows go. */
export interface ImportTarget {
  readonly tx: Transaction<unknown>;
  readonly engine: Engine["name"];
}

interface Header {
  readonly format: string;
  readonly migrations: readonly RecordedMigration[];
}

/**
 * Makes the tables as they were when the rows were written, by the steps that had been taken then, and fills them.
 * Refuses lines of another format, of a newer program, and those that end before their last line.
 */
export async function importRows(
  target: ImportTarget,
  lines: AsyncIterable<string>,
  { modules, run }: { modules: readonly ModuleMigrations[]; run: MigrationRun },
): Promise<void> {
  let header: Header | undefined;
  let rows = 0;
  let expected: number | undefined;
  for await (const line of lines) {
    const parsed = parse(line, rows);
    if (header === undefined) {
      header = headerOf(parsed);
      await takeRecorded(target, header, { modules, run });
    } else if (Array.isArray(parsed)) {
      await insertRow(target.tx, parsed as [string, Record<string, unknown>]);
      rows++;
    } else {
      expected = (parsed as { rows: number }).rows;
    }
  }
  if (expected !== rows) throw damaged(`it is cut: it ends after ${rows} rows`);
}

function parse(line: string, rows: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw damaged(`what follows row ${rows} cannot be read`);
  }
}

function headerOf(parsed: unknown): Header {
  const header = parsed as Partial<Header> | null;
  if (header?.format === EXPORT_FORMAT && header.migrations !== undefined) return header as Header;
  throw damaged("it is no backup of Plimsoll, or one of another format");
}

async function takeRecorded(
  { tx, engine }: ImportTarget,
  { migrations }: Header,
  { modules, run }: { modules: readonly ModuleMigrations[]; run: MigrationRun },
): Promise<void> {
  await createMigrationTable(tx);
  const pending = pendingMigrations(modules, migrations);
  const isPending = (step: { module: string; name: string }) =>
    pending.some(({ module, name }) => module === step.module && name === step.name);
  for (const step of stepsOf(modules)) if (!isPending(step)) await takeStep({ db: tx, engine }, step, run);
}

async function insertRow(tx: Kysely<unknown>, [table, row]: [string, Record<string, unknown>]): Promise<void> {
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
  const values = sql.join(Object.values(row));
  await sql`insert into ${sql.table(table)} (${columns}) values (${values})`.execute(tx);
}
