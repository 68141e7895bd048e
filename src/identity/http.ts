import { route, type Route } from "#http";
import type { Action } from "./actions/action.ts";
import { listAudit } from "./actions/list-audit.ts";
import { listLetters } from "./actions/list-letters.ts";
import { sessionActions, type SessionParts } from "./actions/session-actions.ts";
import { setUp } from "./actions/set-up.ts";
import { tokenActions } from "./actions/token-actions.ts";
import type { TokenBook } from "./actions/token-book.ts";

/** What the URLs stand on. */
export interface IdentityHttpParts extends SessionParts {
  readonly book: TokenBook;
}

/** One line for each URL. */
export function identityRoutes(parts: IdentityHttpParts): Route<Action>[] {
  const session = sessionActions(parts);
  const tokens = tokenActions(parts.book);
  return [
    route("POST /setup", setUp(parts)),
    route("GET /session", session.show),
    route("POST /session", session.start),
    route("DELETE /session", session.end),
    route("GET /tokens", tokens.list),
    route("POST /tokens", tokens.create, { status: 201 }),
    route("DELETE /tokens/:id", tokens.revoke),
    route("GET /audit", listAudit),
    route("GET /letters", listLetters),
  ];
}
