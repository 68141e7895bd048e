import { join } from "node:path";
import { alertingMigrations } from "#alerting";
import { apisMigrations } from "#apis";
import { clientsMigrations } from "#clients";
import { escalationMigrations } from "#escalation";
import { identityMigrations } from "#identity";
import { jobMigrations } from "#jobs";
import type { Clock } from "#kernel";
import { mailMigrations } from "#mail";
import { notificationMigrations } from "#notification";
import { oncallMigrations } from "#oncall";
import { plansMigrations } from "#plans";
import { probesMigrations } from "#probes";
import { openState, restoreState, type State, type StateOptions } from "#storage";

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
  { module: "mail", migrations: mailMigrations },
  { module: "identity", migrations: identityMigrations },
  { module: "notification", migrations: notificationMigrations },
  { module: "apis", migrations: apisMigrations },
  { module: "clients", migrations: clientsMigrations },
  { module: "plans", migrations: plansMigrations },
  { module: "probes", migrations: probesMigrations },
  { module: "alerting", migrations: alertingMigrations },
  { module: "oncall", migrations: oncallMigrations },
  { module: "escalation", migrations: escalationMigrations },
];

/** Opens the state of a server, with its schema brought up to date. */
export function openServerState(options: ServerStateOptions): Promise<State> {
  return openState(stateOptions(options));
}

/** Brings the state of a backup back into an empty place. See `restoreState`. */
export function restoreServerState(from: string, options: ServerStateOptions): Promise<void> {
  return restoreState(from, stateOptions(options));
}

function stateOptions({ directory, url, clock, version }: ServerStateOptions): StateOptions {
  const at = url === undefined ? { file: join(directory, "state.db") } : { url };
  return { at, modules: MODULES, clock, program: version };
}
