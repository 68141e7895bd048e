import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { readSlackAction } from "./read-slack-action.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const AT = Date.UTC(2026, 10, 28, 3, 10);

function bodyOf(change: object = {}): string {
  const payload = {
    type: "block_actions",
    user: { id: "U0123ABCD", username: "ana" },
    response_url: "https://hooks.slack.com/actions/T0/1/x",
    actions: [{ action_id: "plimsoll:acknowledge", value: "pag_1", type: "button" }],
    ...change,
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

function signed(body: string, { at = AT, secret = SECRET } = {}) {
  const timestamp = String(at / 1_000);
  return {
    body,
    timestamp,
    signature: `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`,
  };
}

test("the example of Slack's own documentation verifies", () => {
  const body =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
  const signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
  const request = { body, timestamp: "1531420618", signature };
  const secret = "8f742231b10e8888abcd99yyyzzz85a5";
  assert.deepEqual(readSlackAction(request, secret, 1_531_420_618_000), { kind: "other" });
  assert.equal(readSlackAction({ ...request, body: `${body}x` }, secret, 1_531_420_618_000).kind, "unsigned");
});

test("a click that Slack signed says what, about which page, and by whom", () => {
  assert.deepEqual(readSlackAction(signed(bodyOf()), SECRET, AT + 299_000), {
    kind: "action",
    action: {
      what: "acknowledge",
      subject: "pag_1",
      user: "U0123ABCD",
      answerTo: "https://hooks.slack.com/actions/T0/1/x",
    },
  });
});

test("what is not signed, was signed by another, for another body or too long ago, is nobody's", () => {
  const good = signed(bodyOf());
  const wrong = [
    { ...good, signature: undefined },
    { ...good, timestamp: undefined },
    { ...good, timestamp: "1e9" },
    { ...good, signature: "v0=" },
    { ...good, signature: `${good.signature}0` },
    { ...good, body: `${good.body}&x=1` },
    { ...good, timestamp: String(AT / 1_000 + 1) },
    signed(bodyOf(), { secret: SECRET.replace("0", "1") }),
    signed(bodyOf(), { at: AT - 301_000 }),
    signed(bodyOf(), { at: AT + 301_000 }),
  ];
  for (const request of wrong) assert.equal(readSlackAction(request, SECRET, AT).kind, "unsigned");
});

test("other clicks, and what cannot be read, need no answer of ours", () => {
  const others = [
    bodyOf({ type: "view_submission" }),
    bodyOf({ actions: [{ action_id: "plimsoll:open" }] }),
    bodyOf({ actions: [{ action_id: "other:acknowledge", value: "pag_1" }] }),
    bodyOf({ actions: [{ action_id: "plimsoll:acknowledge", value: "pag 1 <b>" }] }),
    bodyOf({ user: { id: "ana" } }),
    "payload=%7B",
    "",
  ];
  for (const body of others) assert.deepEqual(readSlackAction(signed(body), SECRET, AT), { kind: "other" });
});
