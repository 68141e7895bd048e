import { createHash } from "node:crypto";

/**
 * One step of a module's schema. Statements are of the dialect that SQLite and PostgreSQL share: `text`, `bigint` for
 * instants, counts and booleans, `primary key`, `references`, `check`, `create table`, `create index`. A released step
 * is never edited: its checksum is recorded.
 */
export interface Migration {
  /** `0001-apis`: sorted by name within the module. */
  readonly name: string;
  readonly sql: readonly string[];
}

/** A module's schema, oldest step first. */
export interface ModuleMigrations {
  readonly module: string;
  readonly migrations: readonly Migration[];
}

/** SHA-256 over the statements, in hexadecimal; white space at the ends of lines does not count. */
export function checksumOf(migration: Migration): string {
  const text = migration.sql.map((statement) => statement.replaceAll(/\s+/g, " ").trim()).join(";\n");
  return createHash("sha256").update(text).digest("hex");
}
