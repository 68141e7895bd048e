import { route, type Route } from "#http";
import type { Action } from "./actions/action.ts";
import { acceptInvitation } from "./actions/accept-invitation.ts";
import { accountActions } from "./actions/account-actions.ts";
import { exportAudit } from "./actions/export-audit.ts";
import { invitationActions } from "./actions/invitation-actions.ts";
import { listAudit } from "./actions/list-audit.ts";
import { listLetters } from "./actions/list-letters.ts";
import { oidcActions, type OidcParts } from "./actions/oidc-actions.ts";
import { organisationPeople, type OrganisationParts } from "./actions/organisation-people.ts";
import { peopleActions } from "./actions/people-actions.ts";
import { resetActions } from "./actions/reset-actions.ts";
import { secondFactorActions } from "./actions/second-factor-actions.ts";
import { sessionActions, type SessionParts } from "./actions/session-actions.ts";
import { setUp } from "./actions/set-up.ts";
import { type ScheduleExists, teamActions } from "./actions/team-actions.ts";
import { tokenActions } from "./actions/token-actions.ts";
import type { TokenBook } from "./actions/token-book.ts";
import { unbindIdentity } from "./actions/unbind-identity.ts";

/** What the URLs stand on. */
export interface IdentityHttpParts extends SessionParts, OrganisationParts, OidcParts {
  readonly book: TokenBook;
  readonly scheduleExists?: ScheduleExists;
}

/** One line for each URL. */
export function identityRoutes(parts: IdentityHttpParts): Route<Action>[] {
  const tokens = tokenActions(parts.book);
  const teams = teamActions(parts);
  return [
    ...doorRoutes(parts),
    ...accountRoutes(parts),
    ...peopleRoutes(parts),
    ...memberRoutes(parts),
    route("GET /teams", teams.list),
    route("GET /teams/:team", teams.get, { saysMore: true }),
    route("PUT /teams/:team", teams.put),
    route("DELETE /teams/:team", teams.remove),
    route("GET /tokens", tokens.list),
    route("POST /tokens", tokens.create, { status: 201 }),
    route("DELETE /tokens/:id", tokens.revoke),
    route("GET /audit", listAudit),
    route("GET /audit/export.ndjson", exportAudit.ndjson, { text: "ndjson" }),
    route("GET /audit/export.csv", exportAudit.csv, { text: "csv" }),
    route("GET /letters", listLetters),
  ];
}

/** For those who are not signed in yet. */
function doorRoutes(parts: IdentityHttpParts): Route<Action>[] {
  const session = sessionActions(parts);
  const invitation = acceptInvitation(parts);
  const reset = resetActions(parts);
  const oidc = oidcActions(parts);
  return [
    route("POST /setup", setUp(parts)),
    route("GET /session", session.show),
    route("GET /caller", session.caller),
    route("POST /session", session.start),
    route("DELETE /session", session.end),
    route("GET /sign-in-options", oidc.options),
    route("POST /oidc/begin", oidc.begin, { asks: true }),
    route("POST /oidc/finish", oidc.finish),
    route("POST /oidc/code", oidc.code),
    route("GET /invitation-offer", invitation.offer),
    route("POST /invitations/accept", invitation.accept),
    route("POST /password-resets", reset.ask),
    route("POST /password-resets/finish", reset.finish),
    route("POST /people/:id/password-reset", reset.forPerson),
  ];
}

function accountRoutes(parts: IdentityHttpParts): Route<Action>[] {
  const account = accountActions(parts);
  const unbind = unbindIdentity(parts);
  const factor = secondFactorActions(parts);
  return [
    route("GET /account", account.get, { saysMore: true }),
    route("PUT /account", account.put),
    route("POST /account/password", account.changePassword),
    route("DELETE /account/identities", unbind.own),
    route("GET /account/sessions", account.listSessions),
    route("DELETE /account/sessions", account.endOthers),
    route("DELETE /account/sessions/:id", account.endSession),
    route("POST /account/second-factor", factor.enrol),
    route("POST /account/second-factor/confirm", factor.confirm),
    route("POST /account/second-factor/disable", factor.disable),
    route("POST /people/:id/second-factor/reset", factor.resetFor),
    route("DELETE /people/:id/identities", unbind.forPerson),
  ];
}

function peopleRoutes(parts: IdentityHttpParts): Route<Action>[] {
  const people = peopleActions;
  const invitation = invitationActions(parts);
  return [
    route("GET /people", people.list),
    route("GET /people/:id", people.get, { saysMore: true }),
    route("PUT /people/:id", people.put),
    route("POST /people/:id/disable", people.disable),
    route("POST /people/:id/enable", people.enable),
    route("GET /invitations", invitation.list),
    route("POST /invitations", invitation.create, { status: 201 }),
    route("POST /invitations/:id/send", invitation.send),
    route("DELETE /invitations/:id", invitation.revoke),
  ];
}

/** Who acts for an organisation. */
function memberRoutes(parts: IdentityHttpParts): Route<Action>[] {
  const members = organisationPeople(parts);
  return [
    route("GET /organisations/:organisation/people", members.list),
    route("DELETE /organisations/:organisation/people/:id", members.remove),
    route("POST /organisations/:organisation/invitations", members.invite, { status: 201 }),
    route("POST /organisations/:organisation/invitations/:id/send", members.send),
    route("DELETE /organisations/:organisation/invitations/:id", members.revoke),
  ];
}
