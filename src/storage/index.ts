/** The state: rows that must not be lost, on SQLite or PostgreSQL; transactions, migrations, backup. */
export { flushTree } from "./flush.ts";
export type { Migration } from "./migration.ts";
export { openState, type StateOptions } from "./open-state.ts";
export { restoreState } from "./restore-state.ts";
export { Seal } from "./seal.ts";
export type { State } from "./state.ts";
export type { Reader, Tx } from "./tx.ts";
export { wholeFile } from "./whole-file.ts";
