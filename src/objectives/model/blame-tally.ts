import { compareText } from "#kernel";
import { type Dictionaries, NOT_TOLD, UNATTRIBUTED } from "#records";
import type { Blame, Share } from "./results.ts";

/** Shares that an explanation lists of each dimension. */
const SHARES_MAX = 10;
/** The name under which requests without a client are shown. */
export const UNATTRIBUTED_NAME = "__unattributed__";

/** What alike bad requests have in common: ids. */
export interface BadKind {
  readonly client: number;
  readonly operation: number;
  readonly status: number;
  readonly release: number;
}

/** Adds bad requests up by what explains them. */
export class BlameTally {
  readonly #clients = new Map<number, number>();
  readonly #operations = new Map<number, number>();
  readonly #statuses = new Map<number, number>();
  readonly #releases = new Map<number, number>();

  add({ client, operation, status, release }: BadKind, count: number): void {
    addTo(this.#clients, client, count);
    addTo(this.#operations, operation, count);
    addTo(this.#statuses, status, count);
    if (release !== NOT_TOLD) addTo(this.#releases, release, count);
  }

  /** Who and what they belong to, the largest first. */
  blame(names: Dictionaries): Omit<Blame, "activeClients"> {
    return {
      affectedClients: [...this.#clients.keys()].filter((id) => id !== UNATTRIBUTED).length,
      clients: shares(this.#clients, (id) => (id === UNATTRIBUTED ? UNATTRIBUTED_NAME : names.clients.nameOf(id))),
      operations: shares(this.#operations, (id) => names.operations.nameOf(id)),
      statuses: shares(this.#statuses, String),
      releases: shares(this.#releases, (id) => names.releases.nameOf(id)),
    };
  }
}

function addTo(sums: Map<number, number>, key: number, count: number): void {
  sums.set(key, (sums.get(key) ?? 0) + count);
}

function shares(counts: ReadonlyMap<number, number>, nameOf: (id: number) => string): Share[] {
  return [...counts]
    .map(([id, bad]) => ({ key: nameOf(id), bad }))
    .toSorted((a, b) => (a.bad === b.bad ? compareText(a.key, b.key) : b.bad - a.bad))
    .slice(0, SHARES_MAX);
}
