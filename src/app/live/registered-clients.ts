import { allClientNames } from "#clients";
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
  /** First name → the name now, for those that were renamed. */
  #renamed: ReadonlyMap<string, string> = new Map();
  /** By id of the dictionary of clients: the id under which the record is kept. */
  #keptAs: Int32Array = new Int32Array(0);
  #hasAliases = false;

  /** To be called at the start and after each change. */
  async load(state: State): Promise<void> {
    const names = await allClientNames(state.read);
    const first = new Map<string, (typeof names)[number]>();
    for (const row of names) {
      const known = first.get(row.client_id);
      const isOlder = known === undefined || row.created_at < known.created_at;
      // At once: the name that it has now, which was there before what it was seen as.
      const isTie = known?.created_at === row.created_at && row.kind === "own";
      if (row.kind !== "seen" && (isOlder || isTie)) first.set(row.client_id, row);
    }
    this.#firstNames = new Map(names.map((row) => [row.name, first.get(row.client_id)?.name ?? row.client]));
    this.#renamed = new Map(
      [...first.values()].flatMap((row) => (row.name === row.client ? [] : [[row.name, row.client]])),
    );
    this.#hasAliases = names.length > first.size;
    this.#keptAs = new Int32Array(0);
  }

  /** Keeps room in the names for all of them: a flood of invented names must not push a registered client aside. */
  keepRoom({ clients }: Dictionaries): void {
    for (const first of new Set(this.#firstNames.values())) clients.idOf(first);
  }

  /** Whether the client with this id in the names is a registered one. */
  isRegistered(client: number, { clients }: Dictionaries): boolean {
    return this.#firstNames.has(clients.nameOf(client));
  }

  /** The name under which the records of whoever is called so are kept. */
  keptAs(name: string): string {
    return this.#firstNames.get(name) ?? name;
  }

  /** What people call the client whose records are kept under this name. */
  shownAs(name: string): string {
    return this.#renamed.get(name) ?? name;
  }

  /** Gives rows that are seen under another name of a client the id of the name that its records are kept under. */
  attribute({ client, length }: RecordColumns, { clients }: Dictionaries): void {
    if (!this.#hasAliases) return;
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
    const first = this.keptAs(name);
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
