import { route, type Route } from "#http";
import type { Action } from "./actions/action.ts";
import { tokenActions } from "./actions/token-actions.ts";
import type { TokenBook } from "./actions/token-book.ts";

/** What the URLs stand on. */
export interface IdentityHttpParts {
  readonly book: TokenBook;
}

/** One line for each URL. */
export function identityRoutes({ book }: IdentityHttpParts): Route<Action>[] {
  const tokens = tokenActions(book);
  return [
    route("GET /tokens", tokens.list),
    route("POST /tokens", tokens.create, { status: 201 }),
    route("DELETE /tokens/:id", tokens.revoke),
  ];
}
