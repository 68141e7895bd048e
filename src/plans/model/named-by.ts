/**
 * Which of some lists name what, as bits: bit `i` is list `i`. A list that is null names everything. Each question
 * costs the length of one list, whatever the number of lists.
 */
export class NamedBy {
  readonly #lists: readonly (readonly string[] | null)[];
  readonly #byName = new Map<string, bigint>();
  readonly #everything: bigint;

  constructor(lists: readonly (readonly string[] | null)[]) {
    this.#lists = lists;
    this.#everything = lists.reduce((bits, list, index) => (list === null ? bits | bitOf(index) : bits), 0n);
    for (const [index, list] of lists.entries()) {
      for (const name of list ?? []) this.#byName.set(name, this.#namers(name) | bitOf(index));
    }
  }

  /** Lists that name something that the one at `index` names. */
  sharing(index: number): bigint {
    const list = this.#lists[index] ?? null;
    if (list === null) return bitOf(this.#lists.length) - 1n;
    return list.reduce((bits, name) => bits | this.#namers(name), this.#everything);
  }

  /** Lists that name all that the one at `index` names. */
  covering(index: number): bigint {
    const list = this.#lists[index] ?? null;
    if (list === null) return this.#everything;
    return this.#everything | list.reduce((bits, name) => bits & this.#namers(name), bitOf(this.#lists.length) - 1n);
  }

  #namers(name: string): bigint {
    return this.#byName.get(name) ?? 0n;
  }
}

/** The bit of a list. */
export function bitOf(index: number): bigint {
  return 1n << BigInt(index);
}
