import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { CompiledQuery, DatabaseConnection, QueryResult } from "kysely";

/** One connection of `node:sqlite`. Its calls are synchronous: a statement is done when the promise is made. */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return Promise.try(() => {
      const statement = this.#database.prepare(query.sql);
      const values = query.parameters as readonly SQLInputValue[];
      if (statement.columns().length > 0) {
        // The rows of node:sqlite have no prototype; those of pg have one.
        return { rows: statement.all(...values).map((row) => ({ ...row }) as Row) };
      }
      const { changes } = statement.run(...values);
      return { rows: [], numAffectedRows: BigInt(changes) };
    });
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }
}
