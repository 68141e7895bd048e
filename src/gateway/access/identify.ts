import type { FoundKey, KeyBook, RefusedKey } from "#clients";
import type { Asked } from "../model/access.ts";
import { denial, type Denial } from "../model/denial.ts";
import type { RuledApi, Rules } from "../model/rules.ts";
import type { SnapshotClient } from "../model/snapshot.ts";
import type { Who } from "../model/who.ts";
import { keyOfAccessToken, TOKEN_BEGINS } from "./access-token.ts";
import { type IssuedTokens, isJwt } from "./issued-tokens.ts";

/** What proofs are held against. */
export interface IdentifyParts {
  readonly book: Pick<KeyBook, "find" | "findById">;
  readonly issued: Pick<IssuedTokens, "verify">;
  readonly tokenSecret: string;
  /** Whether headers of a peer are believed: whether it is a proxy of ours. */
  readonly trusts: (ip: string) => boolean;
}

/** Who asks; null: nobody said. */
export type Identified = Who | Denial | null;

const BEARER = /^bearer +/i;

/** Who asks, by the first of: a key or token in one of the API's headers, the subject of a certificate. */
export function identify(
  parts: IdentifyParts,
  rules: Rules,
  { ruled, asked }: { readonly ruled: RuledApi; readonly asked: Asked },
): Identified | Promise<Identified> {
  const rule = ruled.api.client;
  const shown = proofOf(ruled, asked);
  if (shown !== null && typeof shown === "object") return shown;
  if (shown === null) return byCertificate(parts, rules, { ruled, asked });
  if (shown.startsWith(TOKEN_BEGINS)) {
    const keyId = keyOfAccessToken(parts.tokenSecret, shown, asked.at);
    return keyId === undefined ? tokenOver() : byKey(parts.book.findById(keyId), ruled);
  }
  if (rule.jwt === null || !isJwt(shown)) return byKey(parts.book.find(shown), ruled);
  const verified = parts.issued.verify(rule.jwt, shown, asked.at);
  if (verified instanceof Promise) {
    return verified.then((read) => ("name" in read ? byName(rules, read.name, ruled) : read));
  }
  return "name" in verified ? byName(rules, verified.name, ruled) : verified;
}

/** The key or token that a request shows; null: none. Refuses two that differ: it is not guessed which one is meant. */
function proofOf({ api }: RuledApi, { header }: Asked): string | Denial | null {
  let shown: string | null = null;
  const { key, jwt } = api.client;
  for (const name of key) {
    const text = textIn(name, header(name));
    if (text === null) continue;
    if (shown !== null && shown !== text) return several(key);
    shown = text;
  }
  if (shown === null && jwt !== null && !key.includes("authorization")) {
    shown = textIn("authorization", header("authorization"));
  }
  return shown;
}

function textIn(name: string, value: string | undefined): string | null {
  if (value === undefined || value === "") return null;
  if (name !== "authorization") return value;
  // Another scheme than Bearer is between the client and the API.
  return BEARER.test(value) ? value.replace(BEARER, "") : null;
}

function byKey(found: FoundKey | RefusedKey, ruled: RuledApi): Who | Denial {
  if (found.outcome !== "known") return refusedKey(found.outcome, ruled);
  return { clientId: found.clientId, client: found.client, environment: found.environment };
}

function byName(rules: Rules, name: string, ruled: RuledApi): Who | Denial {
  const client = rules.clientNamed(name);
  return client === undefined || client.retired ? unknownClient(ruled) : whoIs(client);
}

function byCertificate(
  { trusts }: IdentifyParts,
  rules: Rules,
  { ruled, asked }: { readonly ruled: RuledApi; readonly asked: Asked },
): Identified {
  const name = ruled.api.client.mtls;
  const subject = name === null || !trusts(asked.ip) ? undefined : asked.header(name);
  if (subject === undefined || subject === "") return null;
  const client = rules.clientNamed(subject) ?? rules.clientNamed(commonNameOf(subject));
  return client === undefined || client.retired ? unknownClient(ruled) : whoIs(client);
}

/** "CN=acme-shop,O=Acme" or "/O=Acme/CN=acme-shop" → "acme-shop". Two common names name nobody. */
function commonNameOf(subject: string): string {
  const names = [...subject.matchAll(/(?:^|[,/+])\s*CN\s*=\s*([^,/+]+)/gi)];
  return names.length === 1 ? (names[0]?.[1]?.trim() ?? "") : "";
}

function whoIs({ id, client }: SnapshotClient): Who {
  return { clientId: id, client, environment: null };
}

const SAID: Readonly<Record<RefusedKey["outcome"], readonly [code: string, detail: string]>> = {
  unknown: ["key.unknown", "This key stands for nobody. Check that it was copied whole, or ask for a new one."],
  malformed: ["key.unknown", "This key stands for nobody. Check that it was copied whole, or ask for a new one."],
  revoked: [
    "key.revoked",
    "This key was revoked and works no more. Use the one that took its place, or make a new one.",
  ],
  expired: ["key.expired", "This key has expired. Use the one that took its place, or make a new one."],
};

function refusedKey(outcome: RefusedKey["outcome"], ruled: RuledApi): Denial {
  const [code, detail] = SAID[outcome];
  return denial(code, detail, challenge(ruled, "invalid_token"));
}

function tokenOver(): Denial {
  return denial("token.refused", "This access token is over, or none of ours. Get a new one with POST /oauth2/token.", [
    "WWW-Authenticate",
    'Bearer error="invalid_token"',
  ]);
}

function unknownClient(ruled: RuledApi): Denial {
  return denial(
    "client.unknown",
    "The token or certificate is right, but names no client here. Ask the provider to enter the client under that name.",
    challenge(ruled, "invalid_token"),
  );
}

function several(names: readonly string[]): Denial {
  return denial(
    "key.several",
    `The request shows two different keys or tokens in ${names.join(" and ")}. Send one of them.`,
  );
}

/** The request must say who asks. */
export function unidentified(ruled: RuledApi): Denial {
  const names = ruled.api.client.key.map((name) => (name === "authorization" ? "Authorization: Bearer KEY" : name));
  return denial(
    "key.missing",
    `This API takes requests of its clients only, and this one does not say whose it is. Send a key: ${names.join(" or ")}.`,
    challenge(ruled),
  );
}

function challenge({ api }: RuledApi, error?: string): string[] {
  return ["WWW-Authenticate", `Bearer realm="${api.api}"${error === undefined ? "" : `, error="${error}"`}`];
}
