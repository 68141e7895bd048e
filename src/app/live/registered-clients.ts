import type { ClientNames } from "#clients";
import { type Dictionaries, type RecordColumns, UNATTRIBUTED } from "#records";

/** No name of the dictionary was looked at yet. */
const UNKNOWN = -1;

/** The registered clients, as the columns of records name them: by ids of the dictionary of clients. See `ClientNames`. */
export class RegisteredClients {
  readonly #names: ClientNames;
  /** By id of the dictionary of clients: the id under which the record is kept. */
  #keptAs: Int32Array = new Int32Array(0);
  #revision = 0;
  #dictionaries: Dictionaries | undefined;

  constructor(names: ClientNames) {
    this.#names = names;
  }

  /** Keeps room in the dictionary for all of them, now and when they come: a flood of invented names pushes none aside. */
  keepRoom(dictionaries: Dictionaries): void {
    this.#dictionaries = dictionaries;
    for (const kept of this.#names.kept()) this.takeRoom(kept);
  }

  /** Keeps room for a client that has come, by any of its names. */
  takeRoom(client: string): void {
    this.#dictionaries?.clients.idOf(this.#names.keptAs(client));
  }

  /** Whether the client with this id in the dictionary is a registered one. */
  isRegistered(client: number, { clients }: Dictionaries): boolean {
    return this.#names.has(clients.nameOf(client));
  }

  /** Gives rows that are seen under another name of a client the id of the name that its records are kept under. */
  attribute({ client, length }: RecordColumns, { clients }: Dictionaries): void {
    if (this.#names.revision !== this.#revision) {
      this.#keptAs.fill(UNKNOWN);
      this.#revision = this.#names.revision;
    }
    if (!this.#names.hasAliases) return;
    for (let row = 0; row < length; row++) {
      const id = client[row] as number;
      if (id !== UNATTRIBUTED) client[row] = this.#keptIdOf(id, clients);
    }
  }

  #keptIdOf(id: number, clients: Dictionaries["clients"]): number {
    if (id >= this.#keptAs.length) this.#grow(id);
    const known = this.#keptAs[id] as number;
    if (known !== UNKNOWN) return known;
    const name = clients.nameOf(id);
    const first = this.#names.keptAs(name);
    const kept = first === name ? id : clients.idOf(first);
    this.#keptAs[id] = kept;
    return kept;
  }

  #grow(id: number): void {
    const grown = new Int32Array(Math.max(1_024, 2 * id)).fill(UNKNOWN);
    grown.set(this.#keptAs);
    this.#keptAs = grown;
  }
}
