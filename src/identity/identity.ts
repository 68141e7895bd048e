import { randomBytes } from "node:crypto";
import type { Route, RunAction } from "#http";
import type { JobRun } from "#jobs";
import type { Clock, Ids } from "#kernel";
import type { Mail } from "#mail";
import { Seal, type State } from "#storage";
import type { Action } from "./actions/action.ts";
import { Admission } from "./actions/admission.ts";
import { type FirstStart, prepareSetUp } from "./actions/first-start.ts";
import { PersonInvitations } from "./actions/invite-person.ts";
import { OidcProvider, type OidcSettings } from "./actions/oidc-provider.ts";
import type { MailProven } from "./actions/house.ts";
import type { OrganisationExists } from "./actions/organisation-people.ts";
import { Passwords } from "./actions/passwords.ts";
import { RESET_QUEUE, sendReset } from "./actions/reset-actions.ts";
import { runnerOf } from "./actions/runner.ts";
import { SESSION_IDLE_MS } from "./actions/session.ts";
import { SecondFactors } from "./actions/second-factors.ts";
import { SignInLimits } from "./actions/sign-in-limits.ts";
import { SignInsUnderWay } from "./actions/sign-in-under-way.ts";
import type { ScheduleExists } from "./actions/team-actions.ts";
import { TokenBook } from "./actions/token-book.ts";
import { identityRoutes } from "./http.ts";
import { deleteEndedSessions } from "./store.ts";
import { deleteOutdated } from "./store/invitations.ts";

/** What identity is opened with. */
export interface IdentityOptions {
  readonly state: State;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Without it no letters leave the house, and links are handed over by hand. */
  readonly mail?: Mail;
  /** Seals the secrets of second factors; without it they end with the process. */
  readonly seal?: Seal;
  /** Signs people in beside their passwords; without it, passwords alone do. */
  readonly oidc?: OidcSettings | undefined;
  /** How people reach the console, for links in letters. */
  readonly publicUrl?: string;
  /** Whether there is an organisation of this name; every name is one where nobody knows. */
  readonly organisationExists?: OrganisationExists;
  /** Whether there is a schedule of this name; every name is one where nobody knows. */
  readonly scheduleExists?: ScheduleExists;
  /** Told when a person showed that an address of mail is theirs. */
  readonly mailProven?: MailProven;
  /** Of this program, told to whoever is signed in. */
  readonly version: string;
}

/** The page of the console to which an identity provider sends people back. */
const BACK_FROM_PROVIDER = "/signin/oidc";

interface IdentityParts extends IdentityOptions {
  readonly book: TokenBook;
}

/** People, sessions and tokens of a running server. */
export class Identity {
  /** Of its own: setting up, sessions, tokens, audit. */
  readonly routes: readonly Route<Action>[];
  /** Runs an action of any module. */
  readonly run: RunAction<Action>;
  readonly admission: Admission;
  /** For people whom a configuration text brings. */
  readonly invitations: PersonInvitations;
  /** For the worker: what does the jobs that are ordered here. */
  readonly queues: Readonly<Record<string, JobRun>>;
  readonly #parts: IdentityParts;

  constructor(parts: IdentityParts) {
    const { state, book, clock } = parts;
    this.#parts = parts;
    this.admission = new Admission(state, book, clock);
    this.run = runnerOf({ ...parts, admission: this.admission });
    const { mail, publicUrl = "http://localhost:4747", seal = new Seal(randomBytes(32)), oidc } = parts;
    const house = { mail, publicUrl: publicUrl.replace(/\/+$/, ""), mailProven: parts.mailProven };
    this.invitations = new PersonInvitations(house);
    const provider =
      oidc === undefined ? undefined : new OidcProvider(oidc, `${house.publicUrl}${BACK_FROM_PROVIDER}`, clock);
    const signIn = { provider, underWay: new SignInsUnderWay(seal) };
    const proof = { passwords: new Passwords(), limits: new SignInLimits(), secondFactors: new SecondFactors(seal) };
    this.routes = identityRoutes({ ...parts, ...house, ...proof, ...signIn });
    this.queues = { [RESET_QUEUE]: sendReset(house, clock) };
  }

  /** Reads the tokens, so that checking one asks no database. */
  static async open(options: IdentityOptions): Promise<Identity> {
    const book = new TokenBook(options.clock);
    await book.load(options.state);
    return new Identity({ ...options, book });
  }

  /** The one-time link while there is no administrator, else undefined. To be called once, at each start. */
  async prepareSetUp(place: FirstStart): Promise<string | undefined> {
    return prepareSetUp(this.#parts, place);
  }

  /** To be called every minute or so: stores when tokens were used last, and removes sessions and links that have ended. */
  async tidy(): Promise<void> {
    const { state, book, clock } = this.#parts;
    await book.save(state);
    const now = clock.now();
    await state.transact(async (tx) => {
      await deleteEndedSessions(tx, now, now - SESSION_IDLE_MS);
      await deleteOutdated(tx, now);
    });
  }
}
