/** Who asks and whether they may: people, sessions, tokens, the audit log, and the runner through which each action goes. */
export { type Action, changeAction, type ChangeContext, readAction } from "./actions/action.ts";
export { Identity } from "./identity.ts";
export { identityMigrations } from "./migrations.ts";
export type { Caller } from "./model/caller.ts";
export { type Permission, reachOf } from "./model/permissions.ts";
