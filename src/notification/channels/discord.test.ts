import assert from "node:assert/strict";
import type { Got, Seen } from "./channel-house.testing.ts";
import { testChannel } from "./channel.testing.ts";
import { discord } from "./discord.ts";

const HOOK = "https://discord.com/api/webhooks/123456789012345678/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";

/** As Discord reads it: what has a backslash before it is text; what is left of markup is looked for. */
function read({ body }: Got): Seen {
  const message = JSON.parse(body) as { readonly content: string; readonly allowed_mentions: unknown };
  assert.ok(message.content.length <= 2_000 && message.content.length > 0);
  assert.deepEqual(message.allowed_mentions, { parse: [] });
  const links: string[] = [];
  const bare = message.content
    .replaceAll(/\\(.)/gs, (_all, sign: string) => String.fromCodePoint(0xe000 + (sign.codePointAt(0) ?? 0)))
    .replaceAll(/\[([^\]]*)\]\(<([^>]*)>\)/g, (_all, text: string, url: string) => {
      links.push(url);
      return text;
    });
  return {
    text: bare.replaceAll(/[\uE000-\uE07F]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xe000)),
    links,
    mentions: bare.match(/@|<|\[|`|https?:|\|\||#/g) ?? [],
  };
}

testChannel(discord, {
  address: { url: HOOK },
  wrong: [
    [{ url: "https://discord.com/channels/1/2" }, /webhook's address/],
    [{}, /./],
  ],
  secrets: ["AbCdEfGhIjKlMnOpQrStUvWxYz"],
  host: "discord.com",
  thanks: { status: 204 },
  read,
  answers: [
    {
      says: "404 of a webhook that is gone",
      status: 404,
      body: '{"message": "Unknown Webhook", "code": 10015}',
      means: "failed",
      reason: /Unknown Webhook/,
    },
    {
      says: "429",
      status: 429,
      headers: { "retry-after": "2" },
      body: '{"retry_after": 1.337}',
      means: "retry",
      waitMs: 2_000,
      arrived: false,
    },
    { says: "400", status: 400, means: "failed" },
    { says: "502", status: 502, means: "retry", arrived: true },
  ],
});
