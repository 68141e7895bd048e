import { z } from "zod";
import { changeAction, type Action, readAction } from "#identity";
import { isoText, isoTextOrNull, Refusal } from "#kernel";
import type { Reader } from "#storage";
import {
  clientField,
  environmentName,
  expiryField,
  keyId,
  keyPrefixField,
  keySchema,
  keysSchema,
  lastFourField,
  newKeySchema,
  scopesField,
  sha256Field,
  textField,
} from "../contract.ts";
import type { Entropy } from "../model/api-key.ts";
import { keyStateOf } from "../model/key-state.ts";
import type { ClientRow, KeyRow } from "../model/rows.ts";
import { keysOf, updateKey } from "../store/keys.ts";
import { existingClient, ownerOfClient } from "./existing-client.ts";
import type { KeyBook } from "./key-book.ts";
import { addKey, importKey, inThePast } from "./save-key.ts";

/** What keys stand on. */
export interface KeyParts {
  readonly book: KeyBook;
  readonly entropy: Entropy;
}

type Verb = "list" | "create" | "put" | "revoke" | "importForeign";
const REASON_MAX = 500;
const place = { client: clientField, key: keyId };

/** What is done with the keys of a client. Of none of them anything is ever shown again but its beginning and end. */
export function keyActions(parts: KeyParts): Record<Verb, Action> {
  const { book } = parts;
  return {
    list: listKeys(book),
    create: createKey(parts),
    put: putKey(book),
    revoke: revokeKey(book),
    importForeign: importForeign(book),
  };
}

function listKeys(book: KeyBook): Action {
  return readAction({
    name: "key.list",
    may: "key:read",
    owner: ownerOfClient,
    input: z.strictObject({ client: clientField }),
    output: keysSchema,
    run: async ({ client: name }, { read, now }) => {
      const client = await existingClient(read, name);
      const rows = await keysOf(read, client.id);
      return {
        items: rows.map((row) => ({
          ...keyView({ ...row, last_used_at: book.lastUsedAt(row) }, client, now),
          uses: { ...book.usesOf(row) },
        })),
        next: null,
      };
    },
  });
}

function createKey({ book, entropy }: KeyParts): Action {
  return changeAction({
    name: "key.create",
    may: "key:write",
    owner: ownerOfClient,
    input: z.strictObject({
      client: clientField,
      environment: environmentName.optional(),
      scopes: scopesField.default([]),
      expiresAt: expiryField.default(null),
    }),
    output: newKeySchema,
    run: async ({ client: name, ...given }, { tx, now, nextId, by }) => {
      const client = await existingClient(tx, name);
      const saving = { now, nextId, by: by.name, book, entropy };
      const { row, text } = await addKey(tx, { client, ...given }, saving);
      return { ...keyView(row, client, now), key: text };
    },
    audit: (_input, { key: _secret, ...key }) => auditOf(key),
  });
}

/** When a key ends: later, earlier, or never. What is over stays over. */
function putKey(book: KeyBook): Action {
  return changeAction({
    name: "key.put",
    may: "key:write",
    owner: ownerOfClient,
    input: z.strictObject({ ...place, expiresAt: expiryField }),
    output: keySchema,
    run: async ({ client: name, key, expiresAt }, { tx, now }) => {
      const client = await existingClient(tx, name);
      const before = await existingKey(tx, client, key);
      refuseOver(before, now);
      if (expiresAt !== null && expiresAt <= now) throw inThePast();
      const row = { ...before, expires_at: expiresAt };
      await updateKey(tx, row);
      tx.afterCommit(() => book.put(row));
      return keyView(row, client, now);
    },
    audit: (_input, key) => auditOf(key),
  });
}

/** Ends a key at once and for ever, with a reason that its owner reads. */
function revokeKey(book: KeyBook): Action {
  return changeAction({
    name: "key.revoke",
    may: "key:write",
    owner: ownerOfClient,
    input: z.strictObject({ ...place, reason: textField.trim().max(REASON_MAX).default("") }),
    output: z.void(),
    run: async ({ client: name, key, reason }, { tx, now, by }) => {
      const client = await existingClient(tx, name);
      const before = await existingKey(tx, client, key);
      if (before.revoked_at !== null) return;
      const row = { ...before, revoked_at: now, revoked_by: by.name, reason };
      await updateKey(tx, row);
      tx.afterCommit(() => book.put(row));
    },
    audit: ({ client, key, reason }) => ({ subject: `key:${key}`, facts: { client, reason } }),
  });
}

/** For the provider only: whoever enters a hash could otherwise ask which keys others have. */
function importForeign(book: KeyBook): Action {
  return changeAction({
    name: "key.import",
    may: "key:write",
    input: z.strictObject({
      client: clientField,
      sha256: sha256Field,
      prefix: keyPrefixField.default(""),
      lastFour: lastFourField.default(""),
      environment: environmentName.optional(),
      scopes: scopesField.default([]),
      expiresAt: expiryField.default(null),
    }),
    output: keySchema,
    run: async ({ client: name, ...given }, { tx, now, nextId, by }) => {
      const client = await existingClient(tx, name);
      const row = await importKey(tx, { client, ...given }, { now, nextId, by: by.name, book });
      return keyView(row, client, now);
    },
    audit: (_input, key) => auditOf(key),
  });
}

/** The key of this id that is the client's, or a refusal. */
export async function existingKey(read: Reader, client: ClientRow, id: string): Promise<KeyRow> {
  const row = (await keysOf(read, client.id)).find((each) => each.id === id);
  if (row !== undefined) return row;
  throw new Refusal(
    "not-found",
    "key.not-found",
    `"${client.client}" has no such key. GET /api/v1/clients/${client.client}/keys lists those that it has.`,
    { client: client.client },
  );
}

/** Refuses to change a key that is revoked or has expired. */
export function refuseOver(key: KeyRow, now: number): void {
  const state = keyStateOf(key, now);
  if (state === "live") return;
  throw new Refusal(
    "conflict",
    "key.over",
    `The key ${state === "revoked" ? "was revoked" : "has expired"} and works no more, so nothing was changed. Make a new one.`,
  );
}

/** A key as people see it. */
export function keyView(row: KeyRow, { client }: Pick<ClientRow, "client">, now: number): z.input<typeof keySchema> {
  return {
    id: row.id,
    client,
    environment: row.environment,
    format: row.format,
    prefix: row.prefix,
    lastFour: row.last_four,
    state: keyStateOf(row, now),
    scopes: JSON.parse(row.scopes) as string[],
    createdAt: isoText(row.created_at),
    createdBy: row.created_by,
    expiresAt: isoTextOrNull(row.expires_at),
    lastUsedAt: isoTextOrNull(row.last_used_at),
    revokedAt: isoTextOrNull(row.revoked_at),
    revokedBy: row.revoked_by,
    reason: row.reason,
    replaces: row.replaces,
  };
}

/** What the audit log keeps of a key: nothing that opens anything. */
export function auditOf({ id, client, environment, prefix, expiresAt, replaces }: z.output<typeof keySchema>) {
  return { subject: `key:${id}`, facts: { client, environment, prefix, expiresAt, replaces } };
}
