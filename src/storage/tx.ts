import type { Kysely } from "kysely";

declare const inTransaction: unique symbol;

/**
 * What a query needs: committed rows. `Tables` names the module's own tables with their columns; a module never names
 * those of another. A transaction is a reader too, and sees what it has written itself.
 */
export interface Reader {
  tables<Tables>(): Pick<Kysely<Tables>, "selectFrom" | "fn" | "with">;
}

/** An open transaction, the only thing through which rows are written: what demands one cannot be called without. */
export interface Tx {
  readonly [inTransaction]: true;
  tables<Tables>(): Kysely<Tables>;
  /** Told when the rows are durable, in the order of asking; never when the transaction fails. */
  afterCommit(tell: () => void): void;
}
