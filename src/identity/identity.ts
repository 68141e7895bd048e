import type { Route, RunAction } from "#http";
import type { Clock, Ids } from "#kernel";
import type { State } from "#storage";
import type { Action } from "./actions/action.ts";
import { Admission } from "./actions/admission.ts";
import { runnerOf } from "./actions/runner.ts";
import { TokenBook } from "./actions/token-book.ts";
import { identityRoutes } from "./http.ts";

/** What identity is opened with. */
export interface IdentityOptions {
  readonly state: State;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** People, sessions and tokens of a running server. */
export class Identity {
  /** Of its own: setting up, sessions, tokens, audit. */
  readonly routes: readonly Route<Action>[];
  /** Runs an action of any module. */
  readonly run: RunAction<Action>;
  readonly admission: Admission;
  readonly #state: State;
  readonly #book: TokenBook;

  constructor({ state, book, clock, ids }: IdentityOptions & { book: TokenBook }) {
    this.#state = state;
    this.#book = book;
    this.admission = new Admission(state, book, clock);
    this.run = runnerOf({ state, clock, ids, admission: this.admission });
    this.routes = identityRoutes({ book });
  }

  /** Reads the tokens, so that checking one asks no database. */
  static async open(options: IdentityOptions): Promise<Identity> {
    const book = new TokenBook(options.clock);
    await book.load(options.state);
    return new Identity({ ...options, book });
  }

  /** To be called every minute or so: stores when tokens were used last. */
  async tidy(): Promise<void> {
    await this.#book.save(this.#state);
  }
}
