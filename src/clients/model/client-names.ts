import type { NameRow } from "./rows.ts";

interface Named {
  /** Its name now. */
  readonly client: string;
  /** The one under which its records are kept. */
  readonly first: string;
  readonly names: readonly string[];
}

/**
 * What registered clients are called, in memory: under which name a client's records are kept, and what it is called now.
 * Records are kept under the first name that a client had: whatever it is called later, and under whichever of its other
 * names it is seen, its history is one. A text that stands for no registered client is the name of itself.
 */
export class ClientNames {
  readonly #byName = new Map<string, Named>();
  readonly #byId = new Map<string, Named>();
  /** Rises with each change of a name. */
  revision = 0;

  /** Takes all names of a client as they are from now on; whether that made a difference. */
  put(id: string, rows: readonly NameRow[]): boolean {
    const before = this.#byId.get(id);
    const named = namedOf(rows);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(named)) return false;
    for (const name of before?.names ?? []) this.#byName.delete(name);
    for (const name of named.names) this.#byName.set(name, named);
    this.#byId.set(id, named);
    this.revision++;
    return true;
  }

  /** Whether any client has more names than one. */
  get hasAliases(): boolean {
    return this.#byName.size > this.#byId.size;
  }

  /** Whether a text stands for a registered client. */
  has(text: string): boolean {
    return this.#byName.has(text);
  }

  /** What the client is called now that a text stands for. */
  shownAs(text: string): string {
    return this.#byName.get(text)?.client ?? text;
  }

  /** The name under which records of the client are kept that a text stands for, or that has this id. */
  keptAs(textOrId: string): string {
    return this.#find(textOrId)?.first ?? textOrId;
  }

  /**
   * What is counted under a name of its own is called so: by its name now when it is the one that records are kept under.
   * Another name has counts of its own where it was seen before anybody said whose it is, and these stay apart.
   */
  shownApart(text: string): string {
    const named = this.#byName.get(text);
    return named?.first === text ? named.client : text;
  }

  /** All texts that stand for the same client as one of these texts or ids: what there is of it is found under them. */
  allOf(textsOrIds: readonly string[]): string[] {
    return [...new Set(textsOrIds.flatMap((text) => this.#find(text)?.names ?? [text]))];
  }

  /** The names under which records of registered clients are kept. */
  *kept(): Generator<string, void> {
    for (const { first } of this.#byId.values()) yield first;
  }

  #find(textOrId: string): Named | undefined {
    return this.#byName.get(textOrId) ?? this.#byId.get(textOrId);
  }
}

/** Of two names of the same instant the first is the one that the client has now; a name that is only seen in traffic is none. */
function namedOf(rows: readonly NameRow[]): Named {
  let first: NameRow | undefined;
  let client = "";
  for (const row of rows) {
    if (row.kind === "own") client = row.name;
    const isOlder = first === undefined || row.created_at < first.created_at;
    const isNamedNow = first?.created_at === row.created_at && row.kind === "own";
    if (row.kind !== "seen" && (isOlder || isNamedNow)) first = row;
  }
  return { client, first: first?.name ?? client, names: rows.map(({ name }) => name) };
}
