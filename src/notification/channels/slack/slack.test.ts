import assert from "node:assert/strict";
import type { AnswerCase, Got, Seen } from "../channel-house.testing.ts";
import { linksOf, testChannel } from "../channel.testing.ts";
import { slack } from "./slack.ts";

interface SlackText {
  readonly type: string;
  readonly text: string;
}

interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: SlackText;
    readonly elements?: readonly {
      readonly text: SlackText;
      readonly url?: string;
      readonly action_id: string;
      readonly value?: string;
    }[];
  }[];
}

/** As Slack reads it: `<…>` is a mention or a link wherever markup is read. */
function read({ body }: Got): Seen {
  const { text, blocks } = JSON.parse(body) as SlackMessage;
  const elements = blocks.flatMap((block) => block.elements ?? []);
  const texts = [...blocks.flatMap((block) => block.text ?? []), ...elements.map((each) => each.text)];
  assert.ok(texts.every(({ type }) => type === "plain_text"));
  assert.ok(blocks.length <= 50 && elements.length <= 25);
  for (const block of blocks) assert.ok((block.text?.text.length ?? 1) <= (block.type === "header" ? 150 : 3_000));
  for (const each of elements) assert.ok(each.text.text.length <= 75);
  return {
    text: texts.map((each) => unescaped(each.text)).join("\n"),
    links: elements.flatMap(({ url }) => url ?? []),
    mentions: [text, ...texts.map((each) => each.text)].flatMap((each) => each.match(/<[^>]*>?|>/g) ?? []),
  };
}

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const TOKEN = "xoxb-1234567890-abcdefghijkl";
const HOOK = "https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx";

const API: readonly AnswerCase[] = [
  { says: "200 with ok", status: 200, body: '{"ok":true,"channel":"C1","ts":"1.2"}', means: "delivered" },
  {
    says: "200 that says no",
    status: 200,
    body: '{"ok":false,"error":"channel_not_found"}',
    means: "failed",
    reason: /invite the bot/,
  },
  {
    says: "200 that says that it is too much",
    status: 200,
    body: '{"ok":false,"error":"ratelimited"}',
    means: "retry",
    arrived: false,
  },
  {
    says: "200 with a fault of theirs",
    status: 200,
    body: '{"ok":false,"error":"internal_error"}',
    means: "retry",
    arrived: true,
  },
  { says: "429", status: 429, headers: { "retry-after": "30" }, means: "retry", waitMs: 30_000, arrived: false },
  { says: "503", status: 503, means: "retry", arrived: true },
];

const WRONG = [
  [{ to: "#general" }, /id of a channel/],
  [{}, /one of two/],
  [{ to: "C0123ABCD", url: HOOK }, /one of two/],
  [{ url: "ftp://hooks.slack.com/x" }, /http/],
] as const;

testChannel(slack, {
  address: { to: "C0123ABCD" },
  setting: { token: TOKEN },
  wrong: WRONG,
  wrongSettings: [
    [{ token: "xoxp-1" }, /xoxb-/],
    [{ token: TOKEN, signingSecret: "short" }, /32 letters/],
  ],
  secrets: [TOKEN],
  host: "slack.com",
  thanks: { status: 200, body: '{"ok":true}' },
  read,
  answers: API,
});

testChannel(slack, {
  address: { to: "U0123ABCD" },
  setting: { token: TOKEN, signingSecret: "0123456789abcdef0123456789abcdef" },
  wrong: WRONG,
  secrets: [TOKEN, "0123456789abcdef0123456789abcdef"],
  host: "slack.com",
  thanks: { status: 200, body: '{"ok":true}' },
  // Acknowledge and resolve are clicks: only the link to the console is one.
  links: (out) => linksOf(out).slice(-1),
  read: (got) => {
    const { blocks } = JSON.parse(got.body) as SlackMessage;
    const clicks = blocks.flatMap(({ elements = [] }) => elements).filter(({ url }) => url === undefined);
    for (const { action_id, value } of clicks) {
      assert.match(action_id, /^plimsoll:(?:acknowledge|resolve)$/);
      assert.match(value ?? "", /^pag_/);
    }
    return read(got);
  },
  answers: [],
});

testChannel(slack, {
  address: { url: HOOK },
  wrong: WRONG,
  secrets: ["abcdefghijklmnopqrst", "B00000000"],
  host: "hooks.slack.com",
  thanks: { status: 200, body: "ok" },
  read,
  answers: [
    { says: "404 no_service", status: 404, body: "no_service", means: "failed", reason: /make another/ },
    { says: "410 archived", status: 410, body: "channel_is_archived", means: "failed", reason: /archived/ },
    { says: "429", status: 429, headers: { "retry-after": "1" }, means: "retry", waitMs: 1_000, arrived: false },
    { says: "500", status: 500, body: "rollup_error", means: "retry", arrived: true },
  ],
});
