import { timingSafeEqual } from "node:crypto";
import type { Credentials } from "#http";
import { type Clock, Refusal } from "#kernel";
import type { State } from "#storage";
import { type Caller, NOBODY } from "../model/caller.ts";
import { nameInAudit, rolesOf } from "../model/person.ts";
import { type Demand, grantsOfPerson, type Permission, reachOf } from "../model/permissions.ts";
import { csrfOf, isLive, SEEN_COARSE_MS } from "./session.ts";
import { secretHash } from "./secret.ts";
import { findSession, touchSession } from "../store.ts";
import { organisationsOf } from "../store/people.ts";
import type { TokenBook } from "./token-book.ts";

/** What an action asks of its caller. */
interface Demanded {
  readonly may: Demand;
  readonly kind: "read" | "change";
  readonly owner?: unknown;
}

/** Decides who asks, and whether they may. */
export class Admission {
  readonly #state: State;
  readonly #book: TokenBook;
  readonly #clock: Clock;

  constructor(state: State, book: TokenBook, clock: Clock) {
    this.#state = state;
    this.#book = book;
    this.#clock = clock;
  }

  /** The caller, or a refusal: 401 for nobody, 403 for one who may not, or for a change without the CSRF token. */
  async admit(credentials: Credentials, demand: Demanded): Promise<Caller> {
    if (demand.may === "public") return NOBODY;
    const caller = await this.#callerOf(credentials, demand.kind);
    if (demand.may !== "signed-in") refuseUnlessPermitted(caller, demand.may, demand.owner !== undefined);
    return caller;
  }

  /** For bare handlers that know tokens only (intake, metrics): answers at once, without a database. */
  admitToken(authorization: string | undefined, may: Permission): Caller {
    const secret = authorization?.startsWith("Bearer ") === true ? authorization.slice(7).trim() : undefined;
    const caller = this.#tokenCaller(secret);
    refuseUnlessPermitted(caller, may, false);
    return caller;
  }

  /** A token that is shown counts, also beside a cookie: only a program can have put it there. */
  async #callerOf(credentials: Credentials, kind: "read" | "change"): Promise<Caller> {
    if (credentials.bearer !== undefined || credentials.session === undefined) {
      return this.#tokenCaller(credentials.bearer);
    }
    const session = credentials.session;
    const sha256 = secretHash(session);
    const now = this.#clock.now();
    const row = await findSession(this.#state.read, sha256);
    if (row === undefined || !isLive(row, now)) throw sessionEnded();
    if (kind === "change") refuseForged(csrfOf(session), credentials.csrf);
    if (now - row.seen_at >= SEEN_COARSE_MS) await this.#state.transact((tx) => touchSession(tx, sha256, now));
    const organisations = await organisationsOf(this.#state.read, row.person_id);
    const grants = grantsOfPerson(rolesOf(row), organisations);
    return { kind: "person", id: row.person_id, name: nameInAudit(row), grants };
  }

  #tokenCaller(secret: string | undefined): Caller {
    if (secret === undefined) {
      throw unauthenticated(
        "session.none",
        "This needs somebody who is signed in, or a token in the header Authorization: Bearer …",
      );
    }
    const caller = this.#book.find(secret);
    if (caller !== undefined) return caller;
    throw unauthenticated(
      "token.unknown",
      "The token is not known here: it is mistyped, expired or revoked. Ask an administrator for a new one.",
    );
  }
}

/** `isOwned`: whether what the action touches belongs to an organisation, so that it can be somebody's own. */
function refuseUnlessPermitted(caller: Caller, permission: Permission, isOwned: boolean): void {
  const reach = reachOf(caller.grants, permission);
  if (reach === "all" || (reach === "own" && isOwned)) return;
  if (caller.kind === "token") {
    throw new Refusal(
      "forbidden",
      "token.not-permitted",
      `The token "${caller.name}" may not do this: it takes ${permission}. An administrator can make a token with a scope that includes it.`,
      { permission },
    );
  }
  throw new Refusal(
    "forbidden",
    "person.not-permitted",
    `You may not do this: it takes ${permission}, which none of your roles has. An administrator can give you one that does.`,
    { permission },
  );
}

function refuseForged(expected: string, given: string | undefined): void {
  const [wanted, found] = [Buffer.from(expected), Buffer.from(given ?? "")];
  if (wanted.length === found.length && timingSafeEqual(wanted, found)) return;
  throw new Refusal(
    "forbidden",
    "session.csrf",
    "The request does not show the CSRF token of your session, so nothing was changed. Load the page again; a program sends the `csrf` of GET /session as X-Csrf-Token.",
  );
}

function sessionEnded(): Refusal {
  return unauthenticated(
    "session.ended",
    "You are signed out, because the session ended or was not used for long. Sign in again.",
  );
}

function unauthenticated(code: string, detail: string): Refusal {
  return new Refusal("unauthenticated", code, detail);
}
