import assert from "node:assert/strict";
import type { Got, Seen } from "./channel-house.testing.ts";
import { testChannel } from "./channel.testing.ts";
import { ntfy } from "./ntfy.ts";

interface NtfyMessage {
  readonly topic: string;
  readonly title: string;
  readonly message: string;
  readonly priority: number;
  readonly click: string;
  readonly actions: readonly { readonly action: string; readonly url: string; readonly method?: string }[];
}

/** As the app shows it: plain text, and at most three buttons. */
function read({ body, path }: Got): Seen {
  const { topic, title, message, priority, click, actions } = JSON.parse(body) as NtfyMessage;
  assert.equal(path, "/");
  assert.equal(topic, "plimsoll-ops-6f1d2c");
  assert.ok(Buffer.byteLength(message) <= 4_096 && message !== "" && title.length <= 250);
  assert.ok(actions.length <= 3 && priority >= 1 && priority <= 5);
  assert.ok(actions.every(({ action, method }) => action === "view" || method === "POST"));
  assert.ok(actions.some(({ url }) => url === click));
  return { text: `${title}\n${message}`, links: actions.map(({ url }) => url) };
}

testChannel(ntfy, {
  address: { topic: "plimsoll-ops-6f1d2c", token: "tk_abcdefghij0123456789" },
  wrong: [
    [{ topic: "a b" }, /topic of letters/],
    [{ topic: "ops", server: "ntfy.sh" }, /http/],
    [{ topic: "ops", token: "x" }, /tk_/],
  ],
  secrets: ["tk_abcdefghij0123456789", "plimsoll-ops"],
  host: "ntfy.sh",
  read,
  answers: [
    { says: "429", status: 429, headers: { "retry-after": "60" }, means: "retry", waitMs: 60_000, arrived: false },
    { says: "401", status: 401, body: '{"code":40101,"error":"unauthorized"}', means: "failed" },
    { says: "403", status: 403, body: '{"code":40301,"error":"forbidden"}', means: "failed" },
    { says: "507", status: 507, means: "retry", arrived: true },
  ],
});
