import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { newWebhookSecret, webhookMessage } from "./webhook.ts";

const URL_OF_A_RECEIVER = "https://example.com/hook";

test("what we sign, the reference library verifies, whatever the body", () => {
  const at = Date.now();
  fc.assert(
    fc.property(fc.json(), fc.stringMatching(/^[a-z_0-9]{1,40}$/), (body, id) => {
      const secret = newWebhookSecret(randomBytes);
      const message = webhookMessage({ url: URL_OF_A_RECEIVER, secrets: [secret], id, body, at });
      assert.deepEqual(new Webhook(secret).verify(message.body, { ...message.headers }), JSON.parse(body));
    }),
  );
});

test("a body changed on its way, another id, another secret: the reference library refuses each", () => {
  const secret = newWebhookSecret(randomBytes);
  const { body, headers } = webhookMessage({
    url: URL_OF_A_RECEIVER,
    secrets: [secret],
    id: "msg_1",
    body: '{"n":1}',
    at: Date.now(),
  });
  assert.throws(() => new Webhook(secret).verify(body.replace("1", "2"), { ...headers }));
  assert.throws(() => new Webhook(secret).verify(body, { ...headers, "webhook-id": "msg_2" }));
  assert.throws(() => new Webhook(newWebhookSecret(randomBytes)).verify(body, { ...headers }));
});

test("while a secret is changed, the old one and the new one both verify", () => {
  const secrets = [newWebhookSecret(randomBytes), newWebhookSecret(randomBytes)];
  const message = webhookMessage({ url: URL_OF_A_RECEIVER, secrets, id: "msg_1", body: "{}", at: Date.now() });
  for (const secret of secrets) assert.deepEqual(new Webhook(secret).verify("{}", { ...message.headers }), {});
});

test("a secret has 32 bytes and says what it is", () => {
  const secret = newWebhookSecret(() => new Uint8Array(32).fill(7));
  assert.match(secret, /^whsec_/);
  assert.equal(Buffer.from(secret.slice(6), "base64").length, 32);
});

test("the verification that the manual shows takes what we sign, and nothing else", async () => {
  const manual = readFileSync(new URL("../../docs/manual/webhooks.md", import.meta.url), "utf8");
  const code = /```js\n([^]*?)```/.exec(manual)?.[1] ?? "";
  const { isFromPlimsoll } = (await import(
    `data:text/javascript,${encodeURIComponent(`${code}export { isFromPlimsoll };`)}`
  )) as { isFromPlimsoll: (secret: string, headers: object, body: string) => boolean };
  const secrets = [newWebhookSecret(randomBytes), newWebhookSecret(randomBytes)];
  const at = Date.now();
  const { headers, body } = webhookMessage({ url: URL_OF_A_RECEIVER, secrets, id: "msg_1", body: '{"ä":1}', at });
  for (const secret of secrets) assert.ok(isFromPlimsoll(secret, headers, body));
  assert.ok(!isFromPlimsoll(newWebhookSecret(randomBytes), headers, body));
  assert.ok(!isFromPlimsoll(secrets[0] ?? "", headers, `${body} `));
  const old = webhookMessage({ url: URL_OF_A_RECEIVER, secrets, id: "msg_1", body, at: at - 301_000 });
  assert.ok(!isFromPlimsoll(secrets[0] ?? "", old.headers, body));
});
