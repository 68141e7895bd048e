import { hash } from "node:crypto";
import { type Clock, MINUTE_MS } from "#kernel";
import type { State } from "#storage";
import { KEY_BEGINS, KEY_TEXT_MAX, parseKey } from "../model/api-key.ts";
import { equalInConstantTime } from "../model/equal-in-constant-time.ts";
import { keyStateOf } from "../model/key-state.ts";
import type { KeyRow } from "../model/rows.ts";
import { allClients } from "../store/clients.ts";
import { allKeys, markKeyUsed } from "../store/keys.ts";
import type { ClientChanged } from "./saving.ts";

/** Whom a key stands for. */
export interface FoundKey {
  readonly outcome: "known";
  readonly keyId: string;
  /** `cli_…` */
  readonly clientId: string;
  /** The client's name now. */
  readonly client: string;
  readonly environment: string;
  /** Empty: all that the client may. */
  readonly scopes: readonly string[];
}

/** What is told of a key without telling it. Hashes are SHA-256 in hex. */
export interface HashedKey {
  /** Of all of it. */
  readonly whole: string;
  /** Of a key that we made: the letters by which it is looked up, and the hash of its secret; null for others. */
  readonly own: { readonly lookup: string; readonly sha256: string } | null;
}

/** Why a text stands for nobody. That a key was revoked or has expired is said to its holder only. */
export interface RefusedKey {
  readonly outcome: "unknown" | "malformed" | "revoked" | "expired";
}

interface KnownClient {
  name: string;
  retired: boolean;
}

interface Known {
  row: KeyRow;
  readonly client: KnownClient;
  found: FoundKey;
  usedAt: number;
  /** Since the book was opened. */
  readonly uses: KeyUses;
}

/** How often somebody showed a key here since the server started, and what it was answered. */
export interface KeyUses {
  accepted: number;
  /** It was revoked or had expired: somebody has not changed over yet. */
  refused: number;
}

const UNKNOWN: RefusedKey = { outcome: "unknown" };
const MALFORMED: RefusedKey = { outcome: "malformed" };
const REVOKED: RefusedKey = { outcome: "revoked" };
const EXPIRED: RefusedKey = { outcome: "expired" };
/** Compared with when there is no such key, so that both take the same time. */
const NOBODYS = "0".repeat(64);
/** When keys were used last is known to the minute. */
const COARSE_MS = MINUTE_MS;
/** Rows that one transaction of marks changes, so that it keeps nobody waiting. */
const SAVE_CHUNK = 500;

/**
 * All keys in memory: looking one up asks no database. What is kept of a key is a hash, here too. A key that is revoked,
 * or whose client is retired, is refused from the next look on.
 */
export class KeyBook {
  readonly #clock: Clock;
  readonly #byLookup = new Map<string, Known>();
  readonly #byId = new Map<string, Known>();
  readonly #clients = new Map<string, KnownClient>();
  #unsaved = new Set<Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async load(state: State): Promise<void> {
    for (const { id, client, retired_at } of await allClients(state.read)) {
      this.#clients.set(id, { name: client, retired: retired_at !== null });
    }
    for (const row of await allKeys(state.read)) this.put(row);
  }

  /** Takes a client's name, and whether it is retired, as it is from now on. */
  follow({ id, client, retired }: ClientChanged): void {
    const known = this.#clientOf(id);
    known.name = client;
    known.retired = retired;
  }

  /** Takes a key as it is from now on. To be called when it is durable. */
  put(row: KeyRow): void {
    const known = this.#byLookup.get(row.lookup);
    const client = known?.client ?? this.#clientOf(row.client_id);
    const found = foundKeyOf(row, client.name);
    if (known !== undefined) {
      known.row = row;
      known.found = found;
      return;
    }
    const usedAt = row.last_used_at ?? Number.NEGATIVE_INFINITY;
    const fresh = { row, client, found, usedAt, uses: { accepted: 0, refused: 0 } };
    this.#byLookup.set(row.lookup, fresh);
    this.#byId.set(row.id, fresh);
  }

  /** Whom the key with this id stands for, when what was made with it comes: a token. It counts as used. */
  findById(id: string): FoundKey | RefusedKey {
    const known = this.#byId.get(id);
    return known === undefined ? UNKNOWN : this.#judge(known);
  }

  /** Whom a text that came as a key stands for, or why for nobody; it counts as used when it does. */
  find(text: string): FoundKey | RefusedKey {
    if (text.length > KEY_TEXT_MAX) return MALFORMED;
    const parsed = parseKey(text);
    if (parsed === undefined) return this.#findForeign(text);
    const known = this.#byLookup.get(parsed.lookup);
    const isRight = equalInConstantTime(hash("sha256", parsed.secret, "hex"), known?.row.sha256 ?? NOBODYS);
    if (known === undefined || !isRight || known.row.environment !== parsed.environment) return UNKNOWN;
    return this.#judge(known);
  }

  /** Whom a key stands for of which only hashes came; it counts as used when it does. */
  findHashed({ whole, own }: HashedKey): FoundKey | RefusedKey {
    const known = this.#byLookup.get(own?.lookup ?? whole);
    if (own !== null && !equalInConstantTime(own.sha256, known?.row.sha256 ?? NOBODYS)) return UNKNOWN;
    return known === undefined ? UNKNOWN : this.#judge(known);
  }

  /** When a key was used last, epoch ms to the minute; null: never. Newer than what is stored. */
  lastUsedAt(row: KeyRow): number | null {
    const usedAt = this.#byLookup.get(row.lookup)?.usedAt ?? Number.NEGATIVE_INFINITY;
    return usedAt === Number.NEGATIVE_INFINITY ? row.last_used_at : usedAt;
  }

  usesOf({ lookup }: Pick<KeyRow, "lookup">): KeyUses {
    return this.#byLookup.get(lookup)?.uses ?? { accepted: 0, refused: 0 };
  }

  /** Stores when keys were used last. Called every minute or so. */
  async save(state: State): Promise<void> {
    const unsaved = [...this.#unsaved];
    this.#unsaved = new Set();
    for (let from = 0; from < unsaved.length; from += SAVE_CHUNK) {
      const chunk = unsaved.slice(from, from + SAVE_CHUNK);
      try {
        await state.transact(async (tx) => {
          for (const { row, usedAt } of chunk) await markKeyUsed(tx, row.id, usedAt);
        });
      } catch (error) {
        for (const known of unsaved.slice(from)) this.#unsaved.add(known);
        throw error;
      }
    }
  }

  /** A foreign key is looked up by the hash of all of it, which nobody can steer. */
  #findForeign(text: string): FoundKey | RefusedKey {
    const known = this.#byLookup.get(hash("sha256", text, "hex"));
    if (known !== undefined) return this.#judge(known);
    return text.startsWith(KEY_BEGINS) ? MALFORMED : UNKNOWN;
  }

  #judge(known: Known): FoundKey | RefusedKey {
    const now = this.#clock.now();
    const state = keyStateOf(known.row, now);
    if (state !== "live" || known.client.retired) {
      known.uses.refused++;
      return state === "expired" && !known.client.retired ? EXPIRED : REVOKED;
    }
    known.uses.accepted++;
    if (now - known.usedAt >= COARSE_MS) {
      known.usedAt = now;
      this.#unsaved.add(known);
    }
    // After a client was renamed.
    if (known.found.client !== known.client.name) known.found = foundKeyOf(known.row, known.client.name);
    return known.found;
  }

  #clientOf(id: string): KnownClient {
    const known = this.#clients.get(id) ?? { name: "", retired: false };
    this.#clients.set(id, known);
    return known;
  }
}

function foundKeyOf(row: KeyRow, client: string): FoundKey {
  return {
    outcome: "known",
    keyId: row.id,
    clientId: row.client_id,
    client,
    environment: row.environment,
    scopes: JSON.parse(row.scopes) as string[],
  };
}
