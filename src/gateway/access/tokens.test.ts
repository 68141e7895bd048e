import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { CompactSign, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from "jose";
import type { Verdict } from "../model/access.ts";
import { asked, AT, openDecision, ORDERS, RULES, SECRET, told } from "./access.testing.ts";
import { makeAccessToken } from "./access-token.ts";
import { TokenEndpoint } from "./token-endpoint.ts";

/** An issuer on the wire, whose keys can be changed and which counts how often it is asked. */
async function openIssuer(keys: JWK[]) {
  const issuer = { keys, asked: 0, away: false, server: undefined as Server | undefined, jwks: "" };
  const server = createServer((_request, response) => {
    issuer.asked++;
    if (issuer.away) return void response.destroy();
    response.end(JSON.stringify({ keys: issuer.keys }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(issuer, {
    jwks: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
}

const CLAIMS = { client_id: "acme-shop", iss: "https://login.example.com", aud: "orders", exp: AT / 1_000 + 300 };

function apiOf(jwks: string) {
  const jwt = { issuer: "https://login.example.com", audience: "orders", jwks, claim: "client_id" };
  return { ...ORDERS, client: { ...ORDERS.client, jwt } };
}

async function pairOf(alg: string, kid: string) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg };
  const sign = (claims: object, header = {}): Promise<string> =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, ...header }).sign(privateKey);
  return { publicKey, privateKey, jwk, sign };
}

test("a token of each kind of signature is believed, once verified it is known, and nothing but what the rule says is", async () => {
  const pairs = await Promise.all(["ES256", "RS256", "PS256", "EdDSA"].map((alg) => pairOf(alg, `kid-${alg}`)));
  const issuer = await openIssuer(pairs.map(({ jwk }) => jwk));
  const { decision } = openDecision({ apis: [apiOf(issuer.jwks)] });
  const of = async (token: string, at = AT): Promise<string> =>
    told(await decision.decide(asked({ authorization: `Bearer ${token}` }, { at })));
  try {
    for (const { sign } of pairs) {
      const token = await sign(CLAIMS);
      assert.equal(await of(token), "200");
      assert.ok(!(decision.decide(asked({ authorization: `Bearer ${token}` })) instanceof Promise));
      assert.equal(await of(token, AT + 400_000), "401 token.refused", "over");
    }
    const [{ sign } = assert.fail()] = pairs;
    for (const wrong of [
      { ...CLAIMS, iss: "https://other.example.com" },
      { ...CLAIMS, aud: "invoices" },
      { ...CLAIMS, exp: AT / 1_000 - 60 },
      { ...CLAIMS, nbf: AT / 1_000 + 60 },
      { ...CLAIMS, exp: undefined },
      { ...CLAIMS, client_id: 17 },
    ]) {
      assert.equal(await of(await sign(wrong)), "401 token.refused", JSON.stringify(wrong));
    }
    assert.equal(await of(await sign({ ...CLAIMS, client_id: "stranger" })), "401 client.unknown");
    const posing = { ...CLAIMS, admitted: true, name: "acme-shop", client_id: undefined };
    assert.equal(await of(await sign(posing)), "401 token.refused", "claims that pose as an answer");
    assert.equal(issuer.asked, 1);
  } finally {
    issuer.close();
  }
});

test("a token that says of itself how it is to be verified is not believed", async () => {
  const { publicKey, privateKey, jwk, sign } = await pairOf("RS256", "one");
  const attacker = await pairOf("RS256", "one");
  const issuer = await openIssuer([jwk, { kty: "oct", k: Buffer.from("shared").toString("base64url"), kid: "shared" }]);
  const { decision } = openDecision({ apis: [apiOf(issuer.jwks)] });
  const of = async (token: string): Promise<string> =>
    told(await decision.decide(asked({ authorization: `Bearer ${token}` })));
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const mac = (secret: string | Buffer, header: object): string => {
    const body = `${part(header)}.${part(CLAIMS)}`;
    return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
  };
  try {
    const [head = "", body = "", signature = ""] = (await sign(CLAIMS)).split(".");
    const crit = new CompactSign(Buffer.from(JSON.stringify(CLAIMS))).setProtectedHeader({
      alg: "RS256",
      kid: "one",
      crit: ["b64"],
      b64: true,
    });
    for (const token of [
      `${part({ alg: "none" })}.${part(CLAIMS)}.`,
      `${part({ alg: "None", kid: "one" })}.${part(CLAIMS)}.`,
      mac(await exportSPKI(publicKey), { alg: "HS256", kid: "one" }),
      mac("shared", { alg: "HS256", kid: "shared" }),
      await attacker.sign(CLAIMS),
      await attacker.sign(CLAIMS, { jwk: attacker.jwk }),
      await attacker.sign(CLAIMS, { jku: "https://attacker.example.com/jwks.json", kid: "theirs" }),
      await crit.sign(privateKey).then((text) => text.replace(/\.[^.]+$/, ".AAAA")),
      `${head}.${part({ ...CLAIMS, client_id: "other" })}.${signature}`,
      `${head}.${body}.`,
      `${head}.${body}.${signature.slice(0, -2)}`,
      "a.b.c",
    ]) {
      assert.equal(await of(token), "401 token.refused", token.slice(0, 60));
    }
    assert.equal(await of(`${"a".repeat(9_000)}.b.c`), "401 token.refused", "a huge one");
  } finally {
    issuer.close();
  }
});

test("an issuer changes its keys without a restart, is not asked more often for strangers, and may be away", async () => {
  const [old, fresh] = [await pairOf("ES256", "old"), await pairOf("ES256", "fresh")];
  const issuer = await openIssuer([old.jwk]);
  const { decision } = openDecision({ apis: [apiOf(issuer.jwks)] });
  const of = async (token: string, at = AT): Promise<string> =>
    told(await decision.decide(asked({ authorization: `Bearer ${token}` }, { at })));
  try {
    assert.equal(await of(await old.sign(CLAIMS)), "200");
    for (let n = 0; n < 20; n++) assert.equal(await of(await fresh.sign({ ...CLAIMS, n })), "401 token.refused");
    assert.equal(issuer.asked, 1);
    issuer.keys = [fresh.jwk];
    assert.equal(await of(await fresh.sign(CLAIMS), AT + 31_000), "200");
    assert.equal(await of(await old.sign(CLAIMS), AT + 31_000), "401 token.refused", "its key is gone");
    assert.equal(issuer.asked, 2);
    issuer.away = true;
    assert.equal(await of(await fresh.sign({ ...CLAIMS, later: true }), AT + 62_000), "200");
    const unknown = await openIssuer([]);
    unknown.away = true;
    decision.follow({ ...RULES, apis: [apiOf(unknown.jwks)] });
    assert.equal(await of(await old.sign(CLAIMS)), "503 token.unverifiable");
    const refused = await decision.decide(asked({ authorization: `Bearer ${await old.sign(CLAIMS)}` }));
    assert.equal(!refused.admitted && refused.outcome, "upstreamError", "nothing of it is the client's fault");
    unknown.close();
  } finally {
    issuer.close();
  }
});

/** A form as a client sends it. */
function form(fields: Readonly<Record<string, string>>, authorization?: string) {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...fields }).toString();
  return { authorization, contentType: "application/x-www-form-urlencoded", body };
}

test("a key becomes a token of ten minutes, which ends with its key and cannot be made by anybody else", async () => {
  const { decision, key, book, clock, put } = openDecision();
  const endpoint = new TokenEndpoint({ book, rules: () => decision.rules, tokenSecret: SECRET, clock });
  const basic = `Basic ${Buffer.from(`acme-shop:${key.text}`).toString("base64")}`;
  const answers = [
    endpoint.answer(form({ client_id: "acme-shop", client_secret: key.text })),
    endpoint.answer(form({ client_id: "cli_1", client_secret: key.text })),
    endpoint.answer(form({}, basic)),
  ];
  const of = async (token: unknown, at = AT): Promise<Verdict> =>
    decision.decide(asked({ authorization: `Bearer ${String(token)}` }, { at }));
  for (const { status, body } of answers) {
    assert.deepEqual([status, body["token_type"], body["expires_in"]], [200, "Bearer", 600]);
    assert.equal((await of(body["access_token"])).client, "acme-shop");
    assert.equal(told(await of(body["access_token"], AT + 600_000)), "401 token.refused");
  }
  const token = String(answers[0]?.body["access_token"]);
  for (const forged of [
    makeAccessToken("00".repeat(32), key.row.id, AT + 60_000),
    token.replace(/^(plo_[^.]+\.)[^.]+/, "$1zzzzzz"),
    token.replace(key.row.id, anotherId(key.row.id)),
    `${token}x`,
    "plo_",
  ]) {
    assert.equal(told(await of(forged)), "401 token.refused", forged);
  }
  put({ ...key.row, revoked_at: AT });
  assert.equal(told(await of(token)), "401 key.revoked");
  assert.equal(endpoint.answer(form({ client_id: "acme-shop", client_secret: key.text })).status, 401);
});

test("what is no pair of client and key gets no token, and not a word of which half is wrong", () => {
  const { decision, key, book, clock } = openDecision();
  const endpoint = new TokenEndpoint({ book, rules: () => decision.rules, tokenSecret: SECRET, clock });
  const wrong = [
    { client_id: "acme-shop", client_secret: "wrong" },
    { client_id: "stranger", client_secret: key.text },
    { client_id: "stranger", client_secret: "wrong" },
  ].map((fields) => endpoint.answer(form(fields)));
  for (const answer of wrong) assert.deepEqual(answer, wrong[0]);
  assert.equal(wrong[0]?.body["error"], "invalid_client");
  const right = { client_id: "acme-shop", client_secret: key.text };
  assert.equal(endpoint.answer(form({ ...right, grant_type: "password" })).body["error"], "unsupported_grant_type");
  assert.equal(endpoint.answer({ ...form(right), contentType: "application/json" }).status, 400);
  assert.equal(endpoint.answer(form(right, "Basic !!")).status, 400);
  const twice = { ...form(right), body: `${form(right).body}&client_id=other` };
  assert.equal(endpoint.answer(twice).status, 400);
});

/** The ids of keys are drawn, so that any letter may be their last. */
function anotherId(id: string): string {
  return `${id.slice(0, -1)}${id.endsWith("x") ? "y" : "x"}`;
}
