import assert from "node:assert/strict";
import type { Got, Seen } from "./channel-house.testing.ts";
import { testChannel } from "./channel.testing.ts";
import { sms } from "./sms.ts";

const SID = "AC0123456789abcdef0123456789abcdef";
const SECRET = "fedcba9876543210fedcba9876543210";

/** A text message: what is an address in it, a telephone makes a link of. */
function seen(text: string): Seen {
  assert.ok(text.length <= 320 && text !== "");
  const lines = text.split("\n");
  return { text, links: lines.flatMap((line) => /^(?:Acknowledge|Resolve|Open): (\S+)$/.exec(line)?.[1] ?? []) };
}

function read({ body, headers, path }: Got): Seen {
  assert.equal(path, `/2010-04-01/Accounts/${SID}/Messages.json`);
  assert.equal(headers["authorization"], `Basic ${Buffer.from(`${SID}:${SECRET}`).toString("base64")}`);
  const form = new URLSearchParams(body);
  assert.deepEqual([...form.keys()], ["To", "From", "Body"]);
  assert.equal(form.get("To"), "+491701234567");
  return seen(form.get("Body") ?? "");
}

const WRONG = [
  [{ phone: "0170 1234567" }, /with its country/],
  [{ phone: "" }, /with its country/],
] as const;

testChannel(sms, {
  address: { phone: "+49 170 1234567" },
  setting: { preset: "twilio", account: SID, token: SECRET, from: "+15005550006" },
  wrong: WRONG,
  wrongSettings: [
    [{ preset: "twilio", account: "x", token: SECRET, from: "+15005550006" }, /Account SID/],
    [{ url: "https://sms.example/send", body: '{"text":"{{txt}}"}' }, /did you mean text/],
    [{ url: "https://sms.example/send", body: '{"text":"{{#each labels}}x{{/each}}"}' }, /no loops/],
    [{ preset: "nobody" }, /./],
  ],
  secrets: [SECRET, SID, "1701234"],
  host: "api.twilio.com",
  thanks: { status: 201, body: '{"sid":"SM1"}' },
  sees: (out) => [out.message.title],
  read,
  answers: [
    {
      says: "400 for what is no number",
      status: 400,
      body: '{"code": 21211, "message": "Invalid To", "status": 400}',
      means: "failed",
      reason: /no telephone number/,
    },
    {
      says: "400 for a number that said STOP",
      status: 400,
      body: '{"code": 21610, "message": "unsubscribed"}',
      means: "failed",
      reason: /START/,
    },
    {
      says: "401",
      status: 401,
      body: '{"code": 20003, "message": "Authenticate"}',
      means: "failed",
      reason: /token is not valid/,
    },
    { says: "429", status: 429, body: '{"code": 20429}', means: "retry", arrived: false },
    { says: "500", status: 500, means: "retry", arrived: true },
  ],
});

testChannel(sms, {
  address: { phone: "+49 170 1234567" },
  setting: {
    url: "https://sms.example/send?to={{to}}",
    headers: { "X-Key": "very-secret-key-of-the-house", "content-type": "application/json" },
    body: '{"to": "{{to}}", "text": "{{text}}", "id": "{{id|json}}"}',
  },
  wrong: WRONG,
  secrets: ["very-secret-key", "1701234"],
  host: "sms.example",
  sees: (out) => [out.message.title],
  key: ({ body }) => (JSON.parse(body) as { id: string }).id,
  read: ({ body, path, headers }) => {
    assert.equal(path, "/send?to=%2B491701234567");
    assert.equal(headers["x-key"], "very-secret-key-of-the-house");
    return seen((JSON.parse(body) as { text: string }).text);
  },
  answers: [],
});
