import { hash } from "node:crypto";
import { isoText, Refusal } from "#kernel";
import type { Reader, Tx } from "#storage";
import { KEY_BEGINS, type Entropy, makeKey } from "../model/api-key.ts";
import { keyStateOf, LIVE_KEYS_MAX } from "../model/key-state.ts";
import type { ClientRow, KeyRow } from "../model/rows.ts";
import { findKeyByLookup, insertKey, keysOf } from "../store/keys.ts";
import type { KeyBook } from "./key-book.ts";

/** All keys that a client ever had, revoked ones too: a list that can be shown. */
const KEYS_MAX = 500;
const SHOWN_LETTERS = 4;
/** Of the SHA-256 of a key, to tell which one is meant. */
const SHA256_SHOWN = 8;
/** Where a client does not say from where it calls. */
const USUAL_ENVIRONMENT = "live";

/** What a new key is, whoever made it. */
export interface KeyDraft {
  readonly client: Pick<ClientRow, "id" | "client" | "environment" | "retired_at">;
  /** That of the client when absent. */
  readonly environment?: string | undefined;
  readonly scopes: readonly string[];
  /** Epoch ms; null: it does not expire. */
  readonly expiresAt: number | null;
}

/** A key that was made elsewhere, known by the SHA-256 of all of it. */
export interface ForeignKeyDraft extends KeyDraft {
  /** Hexadecimal. */
  readonly sha256: string;
  /** How it begins and ends, as far as that may be known. */
  readonly prefix: string;
  readonly lastFour: string;
}

/** With what a key is saved. */
export interface KeySaving {
  readonly now: number;
  readonly nextId: (prefix: string) => string;
  /** Who makes it, by name. */
  readonly by: string;
  readonly book: Pick<KeyBook, "put">;
}

/** Makes a key of ours and stores its hash. The text is in nobody's hands but the caller's. */
export async function addKey(
  tx: Tx,
  draft: KeyDraft & { readonly replaces?: string },
  { entropy, ...saving }: KeySaving & { readonly entropy: Entropy },
): Promise<{ row: KeyRow; text: string }> {
  const environment = environmentOf(draft);
  const { text, lookup, secret } = makeKey(environment, entropy);
  const row: KeyRow = {
    ...newRow(draft, saving),
    format: "plimsoll",
    lookup,
    sha256: hash("sha256", secret, "hex"),
    prefix: `${KEY_BEGINS}${environment}_${lookup}`,
    last_four: text.slice(-SHOWN_LETTERS),
    replaces: draft.replaces ?? null,
  };
  await refuseThirdKey(tx, row, draft);
  await insertKey(tx, row);
  tx.afterCommit(() => saving.book.put(row));
  return { row, text };
}

/**
 * Enters a key that was made elsewhere, so that nobody must change theirs. The same key of the same client again changes
 * nothing. Refuses one that stands for another client, and one that was revoked: that is for ever.
 */
export async function importKey(tx: Tx, draft: ForeignKeyDraft, saving: KeySaving): Promise<KeyRow> {
  const there = await findKeyByLookup(tx, draft.sha256);
  if (there !== undefined) {
    if (there.client_id !== draft.client.id) throw anothers();
    refuseRevoked(there);
    return there;
  }
  const row: KeyRow = {
    ...newRow(draft, saving),
    format: "foreign",
    lookup: draft.sha256,
    sha256: draft.sha256,
    prefix: draft.prefix,
    last_four: draft.lastFour,
    replaces: null,
  };
  await refuseThirdKey(tx, row, draft);
  await insertKey(tx, row);
  tx.afterCommit(() => saving.book.put(row));
  return row;
}

function environmentOf({ environment, client }: KeyDraft): string {
  return environment ?? client.environment ?? USUAL_ENVIRONMENT;
}

function newRow(draft: KeyDraft, { now, nextId, by }: Omit<KeySaving, "book">) {
  return {
    id: nextId("key"),
    client_id: draft.client.id,
    environment: environmentOf(draft),
    scopes: JSON.stringify(draft.scopes),
    created_at: now,
    created_by: by,
    expires_at: draft.expiresAt,
    last_used_at: null,
    revoked_at: null,
    revoked_by: null,
    reason: null,
    expired_before: null,
  };
}

async function refuseThirdKey(tx: Tx, { environment, created_at: now }: KeyRow, { client, expiresAt }: KeyDraft) {
  if (client.retired_at !== null) throw retired(client.client);
  if (expiresAt !== null && expiresAt <= now) throw inThePast();
  const all = await keysOf(tx, client.id);
  const live = all.filter((key) => key.environment === environment && keyStateOf(key, now) === "live");
  if (live.length >= LIVE_KEYS_MAX) throw twoAlready(client.client, environment);
  if (all.length >= KEYS_MAX) throw tooMany();
}

/** An instant that has passed already. */
export function inThePast(): Refusal {
  return new Refusal("invalid", "request.invalid", "The key would have expired already, so nothing was saved.", {
    faults: [{ pointer: "/expiresAt", detail: "must be in the future" }],
  });
}

function retired(client: string): Refusal {
  return new Refusal(
    "conflict",
    "client.retired",
    `"${client}" is retired, so it gets no key. Bring it back first, or make the key for another client.`,
    { client },
  );
}

function twoAlready(client: string, environment: string): Refusal {
  return new Refusal(
    "conflict",
    "key.two-already",
    `"${client}" has ${LIVE_KEYS_MAX} live keys for ${environment} already, so none was made. Revoke one of them, or wait until the one that was replaced ends.`,
    { max: LIVE_KEYS_MAX },
  );
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "key.too-many",
    `This client has had ${KEYS_MAX} keys, so none was made. A client that needs so many is better told apart into several.`,
    { max: KEYS_MAX },
  );
}

/** Refuses a key that was made elsewhere, by the SHA-256 of all of it, when it was revoked; whoever had it. */
export async function refuseRevokedKey(read: Reader, sha256: string): Promise<void> {
  const there = await findKeyByLookup(read, sha256);
  if (there !== undefined) refuseRevoked(there);
}

function refuseRevoked({ sha256, revoked_at: at }: KeyRow): void {
  if (at === null) return;
  throw new Refusal(
    "conflict",
    "key.revoked",
    `The key whose SHA-256 begins with ${sha256.slice(0, SHA256_SHOWN)} was revoked on ${isoText(at)}, and a revoked key never works again, so it was not entered. Take it out, and give the client a new key.`,
    { faults: [{ pointer: "/sha256", detail: "is a key that was revoked; the client needs a new one" }] },
  );
}

function anothers(): Refusal {
  return new Refusal(
    "conflict",
    "key.anothers",
    "A key with this SHA-256 stands for another client, so it was not entered. A key stands for one client; revoking it does not free it.",
    { faults: [{ pointer: "/sha256", detail: "is a key of another client" }] },
  );
}
