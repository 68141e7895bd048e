import assert from "node:assert/strict";
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { test } from "node:test";
import { ChannelHouse, type Got, NOW, type Seen } from "../channel-house.testing.ts";
import { PAGE, testChannel } from "../channel.testing.ts";
import { decryptedPush, privateKeyText } from "./decrypted-push.testing.ts";
import { push } from "./push.ts";
import type { PushText } from "./push-text.ts";
import { newVapidKeys } from "./vapid.ts";

const BROWSER = browserKeys();
const KEYS = newVapidKeys(randomBytes);

function browserKeys() {
  const pair = createECDH("prime256v1");
  const publicKey = pair.generateKeys("base64url");
  return {
    publicKey,
    privateKey: privateKeyText(pair),
    auth: randomBytes(16).toString("base64url"),
  };
}

const textOf = ({ bytes }: Got): PushText => JSON.parse(decryptedPush(bytes, BROWSER)) as PushText;

function read(got: Got): Seen {
  const { headers } = got;
  assert.equal(headers["content-encoding"], "aes128gcm");
  assert.match(String(headers["ttl"]), /^\d+$/);
  assert.match(String(headers["topic"]), /^[\w-]{1,32}$/);
  const { title, body, acts, url } = textOf(got);
  return { text: `${title}\n${body}`, links: [...acts.map((act) => act.url), url] };
}

const CASES = {
  address: {
    endpoint: "https://push.example/send/secret-endpoint-0123",
    p256dh: BROWSER.publicKey,
    auth: BROWSER.auth,
  },
  setting: KEYS,
  wrong: [
    [{ endpoint: "http://push.example/x", p256dh: BROWSER.publicKey, auth: BROWSER.auth }, /https/],
    [{ endpoint: "https://push.example/x", p256dh: `B${"A".repeat(86)}`, auth: BROWSER.auth }, /curve/],
    [{ endpoint: "https://push.example/x", p256dh: BROWSER.publicKey, auth: "short" }, /22 letters/],
  ],
  wrongSettings: [[{ publicKey: "x", privateKey: "y" }, /P-256/]],
  secrets: ["secret-endpoint", BROWSER.auth, KEYS.privateKey],
  host: "push.example",
  thanks: { status: 201 },
  read,
  key: (got: Got) => [textOf(got).tag, textOf(got).id, got.headers["topic"]],
  joins: (beginning: Got, end: Got) => {
    assert.equal(textOf(beginning).tag, PAGE.subject);
    assert.equal(textOf(end).tag, PAGE.subject);
    assert.equal(end.headers["topic"], beginning.headers["topic"]);
  },
  answers: [
    { says: "410", status: 410, means: "failed", reason: /switch push on again/ },
    { says: "404", status: 404, means: "failed", reason: /switch push on again/ },
    { says: "413", status: 413, means: "failed" },
    { says: "429", status: 429, headers: { "retry-after": "30" }, means: "retry", waitMs: 30_000, arrived: false },
    { says: "403 of a key that is not the subscription's", status: 403, means: "failed" },
    { says: "500", status: 500, means: "retry", arrived: true },
  ],
} as const;

testChannel(push, CASES);

test("push: a page is urgent and waits for hours, and the push service can verify who sends", async () => {
  await using house = await ChannelHouse.open(push, CASES);
  await house.send(PAGE);
  const { headers } = house.last();
  assert.deepEqual([headers["urgency"], headers["ttl"]], ["high", "14400"]);
  const [, head = "", claims = "", signature = "", publicKey = ""] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(String(headers["authorization"])) ?? [];
  assert.equal(publicKey, KEYS.publicKey);
  const point = Buffer.from(publicKey, "base64url");
  const [x, y] = [point.subarray(1, 33).toString("base64url"), point.subarray(33).toString("base64url")];
  const key = createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x, y } });
  const signed = Buffer.from(`${head}.${claims}`);
  assert.ok(verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url")));
  assert.deepEqual(JSON.parse(Buffer.from(claims, "base64url").toString()), {
    aud: "https://push.example",
    exp: NOW / 1_000 + 12 * 3_600,
    sub: "https://plimsoll.example.com",
  });
});

test("push: links that fill the message leave no room for words, and never break it", async () => {
  await using house = await ChannelHouse.open(push, CASES);
  const act = (length: number) => ({
    what: "acknowledge" as const,
    text: "Acknowledge",
    url: `https://plimsoll.example.com/${"a".repeat(length)}`,
  });
  for (const length of [3_000, 3_400, 6_000]) {
    await house.send({ ...PAGE, message: { ...PAGE.message, sentences: ["ä".repeat(490)], acts: [act(length)] } });
    assert.equal(textOf(house.last()).acts.length, length === 6_000 ? 0 : 1);
  }
});

test("push: no two messages are encrypted alike", async () => {
  await using house = await ChannelHouse.open(push, CASES);
  await house.send(PAGE);
  const first = house.last().bytes;
  await house.send(PAGE);
  assert.notDeepEqual(house.last().bytes.subarray(0, 86), first.subarray(0, 86));
});
