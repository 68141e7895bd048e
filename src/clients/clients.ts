import type { Route } from "#http";
import type { Action } from "#identity";
import type { Clock, Ids } from "#kernel";
import type { State, Tx } from "#storage";
import type { OrderVerification } from "./actions/contact-actions.ts";
import { type Ending, type OnClientRetired, revokeKeysOf } from "./actions/end-client.ts";
import { KeyBook } from "./actions/key-book.ts";
import type { ClientChanged } from "./actions/saving.ts";
import { clientsRoutes } from "./http.ts";
import type { Entropy } from "./model/api-key.ts";
import { ClientNames } from "./model/client-names.ts";
import type { ClientRow } from "./model/rows.ts";
import { allNames } from "./store/clients.ts";

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
  /** Told of each change of a client, after the keys and the names know it; and whether a name of it changed. */
  readonly onChanged: (changed: ClientChanged, names: boolean) => void;
  /** Ends what a client has above this module when it is retired, in the same transaction. */
  readonly onRetired?: OnClientRetired;
}

/** Clients of a running server. */
export class Clients {
  readonly routes: readonly Route<Action>[];
  /** Whom a key stands for. */
  readonly keys: KeyBook;
  /** What each is called, and under which name its records are kept. */
  readonly names: ClientNames;
  readonly #options: ClientsOptions;

  private constructor(options: ClientsOptions, keys: KeyBook, names: ClientNames) {
    this.#options = options;
    this.keys = keys;
    this.names = names;
    const base = options.publicUrl.replace(/\/+$/, "");
    const { state, entropy, order, ids } = options;
    const nextId = (prefix: string): string => ids.next(prefix);
    const changed = (change: ClientChanged): void => this.changed(change);
    this.routes = clientsRoutes({
      state,
      book: keys,
      entropy,
      base,
      order,
      nextId,
      changed,
      retired: this.end.bind(this),
    });
  }

  /** Reads the keys and the names, so that looking one up asks no database. */
  static async open(options: ClientsOptions): Promise<Clients> {
    const keys = new KeyBook(options.clock);
    await keys.load(options.state);
    const names = new ClientNames();
    const rows = Map.groupBy(await allNames(options.state.read), ({ client_id: id }) => id);
    for (const [id, named] of rows) names.put(id, named);
    return new Clients(options, keys, names);
  }

  /** For whoever saves clients: to be told of each change when it is durable. */
  changed(changed: ClientChanged): void {
    this.keys.follow(changed);
    this.#options.onChanged(changed, this.names.put(changed.id, changed.names));
  }

  /** For whoever retires clients, in the same transaction: revokes its keys, and ends what else it has. */
  async end(tx: Tx, client: ClientRow, ending: Ending): Promise<void> {
    await revokeKeysOf(tx, client, { book: this.keys, ending });
    await this.#options.onRetired?.(tx, client, ending);
  }

  /** To be called every minute or so: stores when keys were used last. */
  async tidy(): Promise<void> {
    await this.keys.save(this.#options.state);
  }
}
