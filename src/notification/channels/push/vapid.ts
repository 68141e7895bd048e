import { createECDH, createPrivateKey, sign } from "node:crypto";
import { HOUR_MS, SECOND_MS } from "#kernel";
import { z } from "zod";
import type { Entropy } from "../channel.ts";

const CURVE = "prime256v1";
const KEY_BYTES = 32;
/** How long a signature counts; push services take 24 hours at most. */
const COUNTS_MS = 12 * HOUR_MS;

/** The house's key pair for push services: browsers subscribe to the public one. Base 64 for URLs, 65 and 32 bytes. */
export const vapidKeys = z.strictObject({
  publicKey: z.string().regex(/^B[\w-]{86}$/, "must be a public key of P-256, 87 letters"),
  privateKey: z.string().regex(/^[\w-]{43}$/, "must be a private key of P-256, 43 letters"),
});

/** One pair. */
export type VapidKeys = z.infer<typeof vapidKeys>;

/** A pair from bytes that nobody can guess. */
export function newVapidKeys(entropy: Entropy): VapidKeys {
  const pair = createECDH(CURVE);
  for (let tries = 0; tries < 4; tries += 1) {
    const drawn = Buffer.from(entropy(KEY_BYTES));
    try {
      pair.setPrivateKey(drawn);
      return { publicKey: pair.getPublicKey("base64url"), privateKey: drawn.toString("base64url") };
    } catch {
      // Not below the order of the curve: once in four thousand million draws.
    }
  }
  throw new Error("No key of P-256 could be drawn.");
}

/**
 * The header by which a push service knows who sends (RFC 8292): a token for its origin, signed with ES256. `subject` is
 * how the house can be reached, an https: or mailto: address.
 */
export function vapidHeader(
  { publicKey, privateKey }: VapidKeys,
  { endpoint, subject, now }: { readonly endpoint: string; readonly subject: string; readonly now: number },
): string {
  const expires = Math.floor((now + COUNTS_MS) / SECOND_MS);
  const claims = { aud: new URL(endpoint).origin, exp: expires, sub: subject };
  const signed = `${encoded({ typ: "JWT", alg: "ES256" })}.${encoded(claims)}`;
  const point = Buffer.from(publicKey, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((each) => each.toString("base64url"));
  const key = createPrivateKey({ format: "jwk", key: { kty: "EC", crv: "P-256", d: privateKey, x, y } as object });
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `vapid t=${signed}.${signature.toString("base64url")}, k=${publicKey}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
