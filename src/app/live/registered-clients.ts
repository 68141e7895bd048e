import { allClientNames, firstNames } from "#clients";
import { type Dictionaries, type RecordColumns, UNATTRIBUTED } from "#records";
import type { State } from "#storage";

/** No name of the dictionary was looked at yet. */
const UNKNOWN = -1;

/**
 * The registered clients, as records name them. Records are kept under the first name that a client had: whatever it is
 * called later, and under whichever of its other names it is seen, its history is one.
 */
export class RegisteredClients {
  /** Every text that stands for a client → its first name. */
  #firstNames: ReadonlyMap<string, string> = new Map();
  /** By id of the dictionary of clients: the id under which the record is kept. */
  #keptAs: Int32Array = new Int32Array(0);
  #hasAliases = false;
  #names: Dictionaries | undefined;

  /** To be called at the start and after each change. */
  async load(state: State): Promise<void> {
    this.#firstNames = firstNames(await allClientNames(state.read));
    this.#hasAliases = [...this.#firstNames].some(([name, first]) => name !== first);
    this.#keptAs = new Int32Array(0);
    this.#takeRoom();
  }

  /** Keeps room in the names for all of them, now and after each change: a flood of invented names pushes none aside. */
  keepRoom(names: Dictionaries): void {
    this.#names = names;
    this.#takeRoom();
  }

  /** Whether the client with this id in the names is a registered one. */
  isRegistered(client: number, { clients }: Dictionaries): boolean {
    return this.#firstNames.has(clients.nameOf(client));
  }

  /** Gives rows that are seen under another name of a client the id of the name that its records are kept under. */
  attribute({ client, length }: RecordColumns, { clients }: Dictionaries): void {
    if (!this.#hasAliases) return;
    for (let row = 0; row < length; row++) {
      const id = client[row] as number;
      if (id !== UNATTRIBUTED) client[row] = this.#keptIdOf(id, clients);
    }
  }

  #takeRoom(): void {
    for (const first of new Set(this.#firstNames.values())) this.#names?.clients.idOf(first);
  }

  #keptIdOf(id: number, clients: Dictionaries["clients"]): number {
    if (id >= this.#keptAs.length) this.#grow(id);
    const known = this.#keptAs[id] as number;
    if (known !== UNKNOWN) return known;
    const name = clients.nameOf(id);
    const first = this.#firstNames.get(name);
    const kept = first === undefined || first === name ? id : clients.idOf(first);
    this.#keptAs[id] = kept;
    return kept;
  }

  #grow(id: number): void {
    const grown = new Int32Array(Math.max(1_024, 2 * id)).fill(UNKNOWN);
    grown.set(this.#keptAs);
    this.#keptAs = grown;
  }
}
