import { hash } from "node:crypto";
import type { errors, JWTPayload, JWTVerifyGetKey } from "jose";
import type { JwtRule } from "#apis";
import { dateOf, SECOND_MS } from "#kernel";
import { denial, type Denial } from "../model/denial.ts";
import { IssuerKeys } from "./issuer-keys.ts";

/** Signatures of key pairs only: `none` and shared secrets are never believed, whatever a token says of itself. */
const ALGORITHMS = [
  "ES256",
  "ES384",
  "ES512",
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "EdDSA",
  "Ed25519",
];
const TOKEN_LETTERS_MAX = 8_192;
const NAME_MAX = 200;
const VERIFIED_MAX = 10_000;
/** By how much the clock of an issuer may differ. */
const TOLERANCE_S = 30;

/** What a token that was verified says. */
export interface VerifiedToken {
  /** A name of a client. */
  readonly name: string;
}

interface Kept extends VerifiedToken {
  readonly until: number;
}

/** Whether a bearer's text is a JSON Web Token by its shape. */
export function isJwt(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/**
 * Tokens of issuers: verified once, then known until they end. Nothing of a token is believed before its signature is
 * right, and its issuer, audience and times are those of the rule.
 */
export class IssuedTokens {
  readonly #issuers = new Map<string, IssuerKeys>();
  /** By rule and SHA-256 of the token, the oldest first. */
  #verified = new Map<string, Kept>();

  /** The name that a token proves, or why it proves none. A promise while it is verified for the first time. */
  verify(rule: JwtRule, token: string, now: number): VerifiedToken | Denial | Promise<VerifiedToken | Denial> {
    if (token.length > TOKEN_LETTERS_MAX) return refused("it is longer than a token may be");
    const key = `${rule.jwks} ${rule.issuer} ${rule.audience ?? ""} ${rule.claim} ${hash("sha256", token, "base64")}`;
    const kept = this.#verified.get(key);
    if (kept !== undefined && kept.until > now) return kept;
    return this.#verifyAnew(rule, token, { key, now });
  }

  async #verifyAnew(
    rule: JwtRule,
    token: string,
    { key, now }: { readonly key: string; readonly now: number },
  ): Promise<VerifiedToken | Denial> {
    const issuer = this.#issuerOf(rule.jwks);
    const keys = await issuer.known(now);
    if (keys === undefined) return unverifiable(rule);
    let read = await payloadOf(keys, { rule, token, now });
    if (read.why === NO_KEY && (await issuer.renewed(now))) {
      read = await payloadOf((await issuer.known(now)) ?? keys, { rule, token, now });
    }
    return read.payload === undefined ? refused(read.why) : this.#keep(key, read.payload, rule);
  }

  #keep(key: string, payload: JWTPayload, rule: JwtRule): VerifiedToken | Denial {
    const name = payload[rule.claim];
    if (typeof name !== "string" || name === "" || name.length > NAME_MAX) {
      return refused(`its claim ${rule.claim} names no client`);
    }
    const kept = { name, until: (payload.exp ?? 0) * SECOND_MS };
    const [oldest] = this.#verified.size < VERIFIED_MAX ? [] : this.#verified.keys();
    if (oldest !== undefined) this.#verified.delete(oldest);
    this.#verified.set(key, kept);
    return kept;
  }

  #issuerOf(url: string): IssuerKeys {
    let issuer = this.#issuers.get(url);
    if (issuer === undefined) {
      // What other keys signed is verified again.
      issuer = new IssuerKeys(url, () => (this.#verified = new Map()));
      this.#issuers.set(url, issuer);
    }
    return issuer;
  }
}

const NO_KEY = "no key of its issuer signed it";

interface Given {
  readonly rule: JwtRule;
  readonly token: string;
  readonly now: number;
}

/** What a token says, or why nothing of it is believed. */
type Read = { readonly payload: JWTPayload; readonly why?: never } | { readonly payload?: never; readonly why: string };

/** The library is loaded with the first token: most servers see none. */
async function payloadOf(keys: JWTVerifyGetKey, { rule, token, now }: Given): Promise<Read> {
  const { errors: known, jwtVerify } = await import("jose");
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: rule.issuer,
      ...(rule.audience === null ? {} : { audience: rule.audience }),
      requiredClaims: ["exp", rule.claim],
      clockTolerance: TOLERANCE_S,
      currentDate: dateOf(now),
    });
    return { payload };
  } catch (error) {
    return { why: reasonOf(error, known) };
  }
}

/** What is wrong, without a word of what is in the token. */
function reasonOf(error: unknown, known: typeof errors): string {
  if (error instanceof known.JWTExpired) return "it has expired";
  if (error instanceof known.JWTClaimValidationFailed) {
    return `its claim ${error.claim} is missing or not as it must be`;
  }
  if (error instanceof known.JOSEAlgNotAllowed) return "it is signed in a way that is not believed";
  if (error instanceof known.JWKSNoMatchingKey || error instanceof known.JWKSMultipleMatchingKeys) return NO_KEY;
  if (error instanceof known.JWSSignatureVerificationFailed) return "its signature is not right";
  return "it is not well-formed";
}

function refused(why: string): Denial {
  return denial("token.refused", `The token proves nothing: ${why}. Get a new one from your issuer.`);
}

function unverifiable({ issuer }: JwtRule): Denial {
  return denial(
    "token.unverifiable",
    `The keys of ${issuer} cannot be had now, so no token of it can be verified. Try again in a moment.`,
    ["Retry-After", "5"],
  );
}
