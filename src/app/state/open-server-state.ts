import { join } from "node:path";
import { alertingMigrations } from "#alerting";
import { apisMigrations } from "#apis";
import { identityMigrations } from "#identity";
import { jobMigrations } from "#jobs";
import type { Clock } from "#kernel";
import { openState, type State } from "#storage";

export interface ServerStateOptions {
  readonly directory: string;
  /** PostgreSQL; the embedded SQLite in the directory when absent. */
  readonly url?: string;
  readonly clock: Clock;
  readonly version: string;
}

/** All modules with tables, those below first. */
const MODULES = [
  { module: "jobs", migrations: jobMigrations },
  { module: "identity", migrations: identityMigrations },
  { module: "apis", migrations: apisMigrations },
  { module: "alerting", migrations: alertingMigrations },
];

/** Opens the state of a server, with its schema brought up to date. */
export function openServerState({ directory, url, clock, version }: ServerStateOptions): Promise<State> {
  const at = url === undefined ? { file: join(directory, "state.db") } : { url };
  return openState({ at, modules: MODULES, clock, program: version });
}
