import { createHmac, timingSafeEqual } from "node:crypto";
import { SECOND_MS } from "#kernel";

/** How a token that we gave for a key begins. */
export const TOKEN_BEGINS = "plo_";
const TOKEN_MAX = 200;
const SHAPE = /^plo_([a-z]{3}_[0-9A-Za-z]{1,64})\.([0-9a-z]{1,11})\.([\w-]{43})$/;

/**
 * A token for a key, valid until `expiresAt` (epoch ms): it names the key's id and its end, and is signed. It says
 * nothing of what the key may: that is looked up with each request, so a token ends with its key.
 */
export function makeAccessToken(secret: string, keyId: string, expiresAt: number): string {
  const body = `${TOKEN_BEGINS}${keyId}.${Math.floor(expiresAt / SECOND_MS).toString(36)}`;
  return `${body}.${signatureOf(secret, body)}`;
}

/** The id of the key that a token was made for; undefined when we did not make it, or it is over. */
export function keyOfAccessToken(secret: string, token: string, now: number): string | undefined {
  const [, keyId = "", end = "", signature = ""] = token.length > TOKEN_MAX ? [] : (SHAPE.exec(token) ?? []);
  if (keyId === "") return undefined;
  const expected = signatureOf(secret, `${TOKEN_BEGINS}${keyId}.${end}`);
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return undefined;
  return Number.parseInt(end, 36) * SECOND_MS > now ? keyId : undefined;
}

function signatureOf(secret: string, body: string): string {
  return createHmac("sha256", secret).update(body).digest("base64url");
}
