import assert from "node:assert/strict";
import type { Got, Seen } from "./channel-house.testing.ts";
import { testChannel } from "./channel.testing.ts";
import { voice } from "./voice.ts";

const SID = "AC0123456789abcdef0123456789abcdef";
const SECRET = "fedcba9876543210fedcba9876543210";
const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&amp;": "&",
};

/** As Twilio reads it: one document, in which the same is said twice, and nothing else is done. */
function read({ body, path }: Got): Seen {
  assert.equal(path, `/2010-04-01/Accounts/${SID}/Calls.json`);
  const twiml = new URLSearchParams(body).get("Twiml") ?? "";
  assert.ok(twiml.length <= 4_000);
  const [, first = "", second] =
    /^<Response><Say>([^<]*)<\/Say><Pause length="1"\/><Say>([^<]*)<\/Say><\/Response>$/.exec(twiml) ?? [];
  assert.equal(first, second);
  assert.notEqual(first, "");
  return { text: first.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (each) => ENTITIES[each] ?? ""), links: [] };
}

testChannel(voice, {
  address: { phone: "+49 (170) 1234567" },
  setting: { preset: "twilio", account: SID, token: SECRET, from: "+15005550006" },
  wrong: [[{ phone: "112" }, /with its country/]],
  secrets: [SECRET, SID, "1701234"],
  host: "api.twilio.com",
  thanks: { status: 201 },
  links: () => [],
  read,
  answers: [
    {
      says: "400 for a number that cannot be called",
      status: 400,
      body: '{"code": 21214, "message": "cannot be reached"}',
      means: "failed",
      reason: /cannot be called/,
    },
    { says: "503", status: 503, means: "retry", arrived: true },
  ],
});
