import assert from "node:assert/strict";
import { test } from "node:test";
import { type Got, ChannelHouse, type Seen } from "./channel-house.testing.ts";
import { PAGE, testChannel } from "./channel.testing.ts";
import { telegram } from "./telegram.ts";

const TOKEN = "123456789:AAE-this_is_a_secret_token_0123456789";

interface TelegramMessage {
  readonly text: string;
  readonly parse_mode: string;
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly { readonly url: string }[])[] };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/** As Telegram reads HTML: it refuses what it does not know, and makes a mention of an @ before a name. */
function read({ body }: Got): Seen {
  const message = JSON.parse(body) as TelegramMessage;
  assert.ok(message.text.length <= 4_096 && message.text.length > 0);
  assert.equal(message.parse_mode, "HTML");
  const rest = message.text.replaceAll(/<\/?b>/g, "");
  assert.equal(/<|&(?!(?:lt|gt|quot|amp|#39);)/.exec(rest), null);
  const text = rest.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (each) => ENTITIES[each] ?? "");
  return {
    text,
    links: message.reply_markup?.inline_keyboard.flat().map(({ url }) => url) ?? [],
    mentions: text.match(/@\w+/g) ?? [],
  };
}

const CASES = {
  address: { chat: "-1001234567890" },
  setting: { token: TOKEN },
  wrong: [
    [{ chat: "ops" }, /number/],
    [{ chat: 12 }, /./],
  ],
  wrongSettings: [[{ token: "abc" }, /BotFather/]],
  secrets: [TOKEN, "this_is_a_secret"],
  host: "api.telegram.org",
  thanks: { status: 200, body: '{"ok":true,"result":{"message_id":1}}' },
  read,
  answers: [
    {
      says: "429 with a wait in the body",
      status: 429,
      body: '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}',
      means: "retry",
      waitMs: 7_000,
      arrived: false,
    },
    {
      says: "400",
      status: 400,
      body: '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}',
      means: "failed",
      reason: /\/start/,
    },
    {
      says: "403",
      status: 403,
      body: '{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}',
      means: "failed",
      reason: /blocked/,
    },
    {
      says: "401",
      status: 401,
      body: '{"ok":false,"error_code":401,"description":"Unauthorized"}',
      means: "failed",
      reason: /token/,
    },
    {
      says: "500",
      status: 500,
      body: '{"ok":false,"error_code":500,"description":"Internal"}',
      means: "retry",
      arrived: true,
    },
  ],
} as const;

testChannel(telegram, CASES);

test("telegram: an address without a domain is text instead of a button, for which the whole message would be refused", async () => {
  await using house = await ChannelHouse.open(telegram, CASES);
  const url = "http://localhost:4747/groups/grp_1";
  await house.send({ ...PAGE, message: { ...PAGE.message, acts: [], link: { text: "Open", url } } });
  const { text, links } = read(house.last());
  assert.deepEqual(links, []);
  assert.match(text, /Open: http:\/\/localhost:4747\/groups\/grp_1$/);
});
