import type { Kysely } from "kysely";

/** What the state stands on. */
export interface Engine {
  readonly name: "sqlite" | "postgres";
  /** For transactions, one at a time. */
  readonly writes: Kysely<unknown>;
  /** Sees committed rows only. */
  readonly reads: Kysely<unknown>;
  /** A consistent copy of all rows while others write. `to` must not exist. */
  backup(to: string): Promise<void>;
  close(): Promise<void>;
}
