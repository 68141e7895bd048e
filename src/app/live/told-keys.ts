import type { HashedKey, KeyBook } from "#clients";
import { type Dictionaries, type RecordColumns, UNATTRIBUTED } from "#records";

/** `key:` and the SHA-256 of a key; of one of ours also its lookup letters and the SHA-256 of its secret. */
const HASHED = /^key:([0-9a-f]{64})(?::([0-9A-Za-z]{8}):([0-9a-f]{64}))?$/;
/** People see so much of a hash. */
const SHOWN_DIGITS = 12;

interface Told {
  readonly key: HashedKey;
  /** The id of the name under which it is counted when it is nobody's. */
  readonly nobodys: number;
}

/** Clients that are told by hashes of their keys, as middleware does: a key itself leaves no machine. */
export class ToldKeys {
  readonly #book: Pick<KeyBook, "findHashed">;
  /** By id of the dictionary of clients; null: no hash of a key. */
  readonly #told: (Told | null | undefined)[] = [];

  constructor(book: Pick<KeyBook, "findHashed">) {
    this.#book = book;
  }

  /** Gives rows the id of the client whose key was told; looked up each time, as a key may be revoked. */
  attribute({ client, length }: RecordColumns, { clients }: Dictionaries): void {
    for (let row = 0; row < length; row++) {
      const id = client[row] as number;
      if (id === UNATTRIBUTED) continue;
      const known = this.#told[id];
      const told = known === undefined ? this.#learn(id, clients) : known;
      if (told !== null) client[row] = this.#idOf(told, clients);
    }
  }

  #idOf({ key, nobodys }: Told, clients: Dictionaries["clients"]): number {
    const found = this.#book.findHashed(key);
    return found.outcome === "known" ? clients.idOf(found.client) : nobodys;
  }

  #learn(id: number, clients: Dictionaries["clients"]): Told | null {
    const [, whole, lookup, secret] = HASHED.exec(clients.nameOf(id)) ?? [];
    const key = lookup === undefined || secret === undefined ? null : { lookup, sha256: secret };
    const told =
      whole === undefined
        ? null
        : { key: { whole, own: key }, nobodys: clients.idOf(`key:${whole.slice(0, SHOWN_DIGITS)}`) };
    this.#told[id] = told;
    return told;
  }
}
