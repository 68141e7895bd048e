/** Who asks and whether they may: people, sessions, tokens, the audit log, and the runner through which each action goes. */
export {
  type Action,
  type AuditNote,
  changeAction,
  type ChangeContext,
  readAction,
  type ReadContext,
} from "./actions/action.ts";
export { Identity, type IdentityOptions } from "./identity.ts";
export { identityMigrations } from "./migrations.ts";
export type { Caller } from "./model/caller.ts";
export type { Permission } from "./model/permissions.ts";
