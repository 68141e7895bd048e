import assert from "node:assert/strict";
import type { Got, Seen } from "./channel-house.testing.ts";
import { testChannel } from "./channel.testing.ts";
import { teams } from "./teams.ts";

interface Card {
  readonly body: readonly {
    readonly type: string;
    readonly inlines: readonly { readonly type: string; readonly text: string }[];
  }[];
  readonly actions: readonly { readonly type: string; readonly title: string; readonly url: string }[];
}

/** A card of 28 kB at most; runs of text are shown as they are, so nothing in them can be a mention. */
function read({ body }: Got): Seen {
  assert.ok(Buffer.byteLength(body) <= 28_000);
  const { type, attachments } = JSON.parse(body) as {
    readonly type: string;
    readonly attachments: readonly { readonly content: Card }[];
  };
  assert.equal(type, "message");
  const [{ content } = { content: undefined }] = attachments;
  assert.ok(content !== undefined);
  assert.ok(content.body.every((block) => block.type === "RichTextBlock"));
  const runs = content.body.flatMap(({ inlines }) => inlines);
  assert.ok(runs.every((run) => run.type === "TextRun"));
  assert.ok(content.actions.every((action) => action.type === "Action.OpenUrl"));
  return { text: runs.map(({ text }) => text).join("\n"), links: content.actions.map(({ url }) => url) };
}

testChannel(teams, {
  address: {
    url: "https://prod-01.westeurope.logic.azure.com/workflows/abc/triggers/manual/paths/invoke?sig=SECRETSIGNATURE0123",
  },
  wrong: [
    [{ url: "https://example.webhook.office.com/webhookb2/x" }, /workflow/],
    [{ url: "teams" }, /http/],
  ],
  secrets: ["SECRETSIGNATURE"],
  host: "prod-01.westeurope.logic.azure.com",
  thanks: { status: 202 },
  read,
  answers: [
    {
      says: "200 that says that it was not delivered",
      status: 200,
      body: "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429",
      means: "retry",
      arrived: false,
    },
    { says: "401 of a signature that is over", status: 401, means: "failed" },
    { says: "404 of a workflow that is gone", status: 404, means: "failed" },
    { says: "429", status: 429, headers: { "retry-after": "5" }, means: "retry", waitMs: 5_000 },
    { says: "504", status: 504, means: "retry", arrived: true },
  ],
});
