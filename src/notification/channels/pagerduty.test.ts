import assert from "node:assert/strict";
import type { Got, Seen } from "./channel-house.testing.ts";
import { PAGE, testChannel } from "./channel.testing.ts";
import { pagerduty } from "./pagerduty.ts";

interface Event {
  readonly event_action: string;
  readonly dedup_key: string;
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    readonly severity: string;
    readonly custom_details: { readonly sentences: readonly string[] };
  };
  readonly links: readonly { readonly href: string }[];
}

const eventOf = ({ body }: Got): Event => JSON.parse(body) as Event;

function read(got: Got): Seen {
  const { payload, links, dedup_key } = eventOf(got);
  assert.ok(Buffer.byteLength(got.body) < 512_000 && payload.summary.length <= 1_024 && dedup_key.length <= 255);
  assert.ok(payload.source !== "");
  return {
    text: [payload.summary, ...payload.custom_details.sentences].join("\n"),
    links: links.map(({ href }) => href),
  };
}

testChannel(pagerduty, {
  address: { routingKey: "0123456789abcdef0123456789abcdef" },
  wrong: [[{ routingKey: "short" }, /32 letters and digits/]],
  secrets: ["0123456789abcdef0123456789abcdef"],
  host: "events.pagerduty.com",
  thanks: { status: 202, body: '{"status":"success"}' },
  read,
  joins: (beginning, end) => {
    assert.deepEqual([eventOf(beginning).event_action, eventOf(end).event_action], ["trigger", "resolve"]);
    assert.equal(eventOf(end).dedup_key, eventOf(beginning).dedup_key);
  },
  key: (got) => {
    assert.equal(eventOf(got).dedup_key, PAGE.subject);
    return eventOf(got).dedup_key;
  },
  answers: [
    {
      says: "400",
      status: 400,
      body: '{"status":"invalid event","message":"Event object is invalid"}',
      means: "failed",
    },
    { says: "429", status: 429, means: "retry", waitMs: null, arrived: false },
    { says: "500", status: 500, means: "retry", arrived: true },
  ],
});
