/** Who asks and whether they may: people, sessions, tokens, the audit log, and the runner through which each action goes. */
export { type Action, changeAction, type ChangeContext, readAction } from "./actions/action.ts";
export { callerPerson } from "./actions/caller-person.ts";
export { type AuditVerdict, verifyAudit } from "./actions/verify-audit.ts";
export { Identity } from "./identity.ts";
export { identityMigrations } from "./migrations.ts";
export type { Caller } from "./model/caller.ts";
export { Attempts } from "./actions/attempts.ts";
export { writeAudit } from "./actions/write-audit.ts";
export { grantsOfPerson, type Permission, reachOf, ROLES } from "./model/permissions.ts";
export type { PersonInvitations } from "./actions/invite-person.ts";
export type { OidcSettings } from "./actions/oidc-provider.ts";
export { removePerson, savePerson } from "./actions/save-person.ts";
export { removeTeam, saveTeam } from "./actions/save-team.ts";
export { mayOf, rolesOf } from "./model/person.ts";
export { everyPerson, findPersonBy } from "./store/people.ts";
export { everyTeam, findTeam, peopleOfTeams } from "./store/teams.ts";
