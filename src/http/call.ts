import type { Precondition } from "./precondition.ts";
import type { CookieValue } from "./session-cookie.ts";

/** What a request shows of who sent it. Nothing of it is believed yet. */
export interface Credentials {
  /** From `Authorization: Bearer …`. */
  readonly bearer: string | undefined;
  /** The token in the session cookie. */
  readonly session: string | undefined;
  /** What a sign-in under way elsewhere left in the browser; absent where there is none. */
  readonly signIn?: string | undefined;
  /** From `X-Csrf-Token`. */
  readonly csrf: string | undefined;
}

/** What an action may ask of the answer besides its body. */
export interface Answer {
  /** The session to set, with the seconds that it may last; null takes the cookie away. */
  session?: CookieValue | null;
  /** What a sign-in under way elsewhere leaves in the browser; set or taken away also where the action refuses. */
  signIn?: CookieValue | null;
}

/** One request, as an action's runner sees it. */
export interface Call {
  readonly credentials: Credentials;
  /** Path, query and body in one object, not checked yet. Asked for after the caller is known: a stranger learns nothing of it. */
  readonly input: () => unknown;
  readonly precondition: Precondition;
  /** The sender's address; behind trusted proxies, the one that they saw. */
  readonly address: string;
  readonly requestId: string;
  readonly answer: Answer;
}

/** Authorises, checks, runs, remembers: handed in by the module that knows people. */
export type RunAction<Action> = (action: Action, call: Call) => Promise<unknown>;
