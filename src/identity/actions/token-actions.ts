import { z } from "zod";
import { instantField, page, pageInput } from "#http";
import { isoText, isoTextOrNull, Refusal } from "#kernel";
import { newTokenSchema, tokenSchema } from "../contract.ts";
import { SCOPES } from "../model/permissions.ts";
import type { TokenRow } from "../model/rows.ts";
import { allTokens, deleteToken, insertToken } from "../store.ts";
import { type Action, changeAction, readAction } from "./action.ts";
import { newSecret, secretHash } from "./secret.ts";
import type { TokenBook } from "./token-book.ts";

/** All are in memory, and an installation has a few. */
const TOKENS_MAX = 1_000;
const PREFIX_SHOWN = 9;

/** The tokens' verbs; a change is known to the book as soon as it is durable. */
export function tokenActions(book: TokenBook): Record<"list" | "create" | "revoke", Action> {
  return { list: listTokens, create: createToken(book), revoke: revokeToken(book) };
}

const listTokens = readAction({
  name: "token.list",
  may: "token:read",
  input: z.strictObject({ limit: pageInput.limit }),
  output: page(tokenSchema),
  run: async ({ limit }, { read }) => {
    const rows = await allTokens(read);
    return { items: rows.slice(0, limit).map(viewOf), next: null };
  },
});

function createToken(book: TokenBook): Action {
  return changeAction({
    name: "token.create",
    may: "token:write",
    input: z.strictObject({
      name: z.string().trim().min(1).max(64),
      scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
      expiresAt: instantField.optional(),
    }),
    output: newTokenSchema,
    run: async ({ name, scopes, expiresAt }, { tx, by, now, nextId }) => {
      if (expiresAt !== undefined && expiresAt <= now) throw inThePast();
      if ((await allTokens(tx)).length >= TOKENS_MAX) throw tooMany();
      const token = newSecret("plm");
      const row = rowOf({
        id: nextId("tok"),
        name,
        scopes,
        now,
        token,
        createdBy: by.name,
        expiresAt: expiresAt ?? null,
      });
      await insertToken(tx, row);
      tx.afterCommit(() => book.add(row));
      return { ...viewOf(row), token };
    },
    audit: (_input, { id, name, scopes }) => ({ subject: `token:${id}`, facts: { name, scopes } }),
  });
}

function revokeToken(book: TokenBook): Action {
  return changeAction({
    name: "token.revoke",
    may: "token:write",
    input: z.strictObject({ id: z.string().max(64) }),
    output: z.void(),
    run: async ({ id }, { tx }) => {
      const removed = await deleteToken(tx, id);
      if (removed === undefined) {
        throw new Refusal("not-found", "token.not-found", "There is no such token; perhaps it was revoked already.");
      }
      tx.afterCommit(() => book.forget(removed.sha256));
    },
    audit: ({ id }) => ({ subject: `token:${id}` }),
  });
}

/** What a token is made of before it has a row. */
interface NewToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly now: number;
  /** The secret itself; only its hash and its beginning are kept. */
  readonly token: string;
  readonly createdBy: string;
  readonly expiresAt: number | null;
}

/** The row of a new token. */
export function rowOf({ id, name, scopes, now, token, createdBy, expiresAt }: NewToken): TokenRow {
  return {
    id,
    name,
    prefix: token.slice(0, PREFIX_SHOWN),
    sha256: secretHash(token),
    scopes: JSON.stringify(scopes),
    created_at: now,
    created_by: createdBy,
    expires_at: expiresAt,
    last_used_at: null,
  };
}

function viewOf(row: TokenRow): z.input<typeof tokenSchema> {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: JSON.parse(row.scopes) as (typeof SCOPES)[number][],
    createdAt: isoText(row.created_at),
    createdBy: row.created_by,
    expiresAt: isoTextOrNull(row.expires_at),
    lastUsedAt: isoTextOrNull(row.last_used_at),
  };
}

function inThePast(): Refusal {
  return new Refusal("invalid", "request.invalid", "The token would have expired already, so none was made.", {
    faults: [{ pointer: "/expiresAt", detail: "must be in the future" }],
  });
}

function tooMany(): Refusal {
  return new Refusal(
    "conflict",
    "token.too-many",
    `There are ${TOKENS_MAX} tokens already. Revoke those that nobody uses.`,
  );
}
