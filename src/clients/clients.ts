import type { Route } from "#http";
import type { Action } from "#identity";
import type { Clock, Ids } from "#kernel";
import type { State } from "#storage";
import type { OrderVerification } from "./actions/contact-actions.ts";
import { KeyBook } from "./actions/key-book.ts";
import type { ClientChanged, OnClientChanged } from "./actions/saving.ts";
import { clientsRoutes } from "./http.ts";
import type { Entropy } from "./model/api-key.ts";

/** What the module is opened with. */
export interface ClientsOptions {
  readonly state: State;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "next">;
  readonly entropy: Entropy;
  /** How people reach the console: for links in letters. */
  readonly publicUrl: string;
  /** Orders the letter that verifies a contact; without it the provider's people pass the link on. */
  readonly order?: OrderVerification;
  /** Told of each change of a client or of its names, after the book of keys knows it. */
  readonly onChanged: OnClientChanged;
}

/** Clients of a running server. */
export class Clients {
  readonly routes: readonly Route<Action>[];
  /** Whom a key stands for. */
  readonly keys: KeyBook;
  readonly #options: ClientsOptions;

  private constructor(options: ClientsOptions, keys: KeyBook) {
    this.#options = options;
    this.keys = keys;
    const base = options.publicUrl.replace(/\/+$/, "");
    const { state, entropy, order, ids } = options;
    const nextId = (prefix: string): string => ids.next(prefix);
    const changed = (change: ClientChanged): void => this.changed(change);
    this.routes = clientsRoutes({ state, book: keys, entropy, base, order, nextId, changed });
  }

  /** Reads the keys, so that looking one up asks no database. */
  static async open(options: ClientsOptions): Promise<Clients> {
    const keys = new KeyBook(options.clock);
    await keys.load(options.state);
    return new Clients(options, keys);
  }

  /** For whoever saves clients: to be told of each change when it is durable. */
  changed(changed: ClientChanged): void {
    this.keys.follow(changed);
    this.#options.onChanged(changed);
  }

  /** To be called every minute or so: stores when keys were used last. */
  async tidy(): Promise<void> {
    await this.keys.save(this.#options.state);
  }
}
