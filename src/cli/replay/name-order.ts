import { compareText } from "#kernel";

/**
 * The engine is given clients by their place in the order of names: ids depend on who came first in the file, and the
 * report must not.
 */
export class NameOrder {
  readonly #ids: Int32Array;
  readonly #ranks: Int32Array;

  constructor(names: readonly string[]) {
    this.#ids = Int32Array.from([...names.keys()].toSorted((a, b) => compareText(names[a] ?? "", names[b] ?? "")));
    this.#ranks = new Int32Array(names.length);
    this.#ids.forEach((id, rank) => (this.#ranks[id] = rank));
  }

  idOf(rank: number): number {
    return this.#ids[rank] as number;
  }

  rankOf(id: number): number {
    return this.#ranks[id] as number;
  }
}
