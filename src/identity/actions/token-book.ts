import { type Clock, MINUTE_MS } from "#kernel";
import type { State } from "#storage";
import type { Caller } from "../model/caller.ts";
import { grantsOfScopes, type Scope } from "../model/permissions.ts";
import type { TokenRow } from "../model/rows.ts";
import { secretHash } from "./secret.ts";
import { allTokens, markTokenUsed } from "../store.ts";

/** Nobody needs the second in which a token was used last. */
const COARSE_MS = MINUTE_MS;

interface Known {
  readonly caller: Caller;
  /** Epoch ms; Infinity = never. */
  readonly expiresAt: number;
  usedAt: number;
  /** Whether `usedAt` is newer than what is stored. */
  unsaved: boolean;
}

/**
 * All tokens in memory, by hash: checking one asks no database, which the intake does for each request. It is loaded
 * again after each change, so a revoked token is refused from the next request on.
 */
export class TokenBook {
  readonly #clock: Clock;
  #byHash: ReadonlyMap<string, Known> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async load(state: State): Promise<void> {
    const before = this.#byHash;
    const rows = await allTokens(state.read);
    this.#byHash = new Map(rows.map((row) => [row.sha256, before.get(row.sha256) ?? knownOf(row)]));
  }

  /** Takes a token away at once, before its row is gone from the memory of others. */
  forget(sha256: string): void {
    this.#byHash = new Map([...this.#byHash].filter(([hash]) => hash !== sha256));
  }

  add(row: TokenRow): void {
    this.#byHash = new Map([...this.#byHash, [row.sha256, knownOf(row)]]);
  }

  /** The caller that holds this secret; undefined when it is unknown, revoked or expired. */
  find(secret: string): Caller | undefined {
    const known = this.#byHash.get(secretHash(secret));
    if (known === undefined) return undefined;
    const now = this.#clock.now();
    if (now >= known.expiresAt) return undefined;
    if (now - known.usedAt >= COARSE_MS) {
      known.usedAt = now;
      known.unsaved = true;
    }
    return known.caller;
  }

  /** Stores when tokens were used last. Called every minute or so. */
  async save(state: State): Promise<void> {
    const unsaved = [...this.#byHash.values()].filter((known) => known.unsaved);
    if (unsaved.length === 0) return;
    await state.transact(async (tx) => {
      for (const { caller, usedAt } of unsaved) await markTokenUsed(tx, caller.id, usedAt);
      tx.afterCommit(() => {
        for (const known of unsaved) known.unsaved = false;
      });
    });
  }
}

function knownOf(row: TokenRow): Known {
  return {
    caller: { kind: "token", id: row.id, name: row.name, grants: grantsOfScopes(JSON.parse(row.scopes) as Scope[]) },
    expiresAt: row.expires_at ?? Number.POSITIVE_INFINITY,
    usedAt: row.last_used_at ?? Number.NEGATIVE_INFINITY,
    unsaved: false,
  };
}
