import type { Answer } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import { maskedUrl } from "./text/masked.ts";
import { targetUrl } from "./text/target-url.ts";
import { jsonMessage } from "./text/json-message.ts";
import { judged } from "./text/judged.ts";
import { said } from "./text/said.ts";

const address = z.strictObject({
  url: targetUrl.refine((text) => !/\.webhook\.office\.com$|^outlook\.office/.test(URL.parse(text)?.hostname ?? ""), {
    message:
      "is a connector of Office 365, which Microsoft has switched off: make a workflow “When a Teams webhook request is received”, and use its address",
  }),
});

type TeamsAddress = z.infer<typeof address>;

/** Microsoft Teams, by a workflow that posts a card. It knows no repeat: acts are buttons that open a page. */
export const teams: Channel = {
  kind: "teams",
  title: "Microsoft Teams",
  address,
  shown: ({ url }: TeamsAddress) => maskedUrl(url),
  breaksThrough: false,
  proves: "test",
  for: ["house"],
  send: async (out: Outgoing, { url }: TeamsAddress, { post, now }: ChannelPorts): Promise<Answer> => {
    const reply = await post(jsonMessage(url, teamsMessage(out)));
    return judged(reply, now(), (body, status) =>
      status === 200 && /delivery failed/i.test(body)
        ? { reason: `Teams answered 200, but: ${body}`, again: { afterMs: null, arrived: false } }
        : undefined,
    );
  },
};

/** An Adaptive Card. Its words are runs of text, which know no markup, mention or link. */
function teamsMessage(out: Outgoing): unknown {
  const { title, lines, buttons } = said(out);
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    // What is read out and shown where there is no room for a card.
    fallbackText: title,
    body: [paragraph(title, { weight: "bolder", size: "large" }), ...lines.map((line) => paragraph(line))],
    actions: buttons.map(({ text, url }) => ({ type: "Action.OpenUrl", title: text, url })),
  };
  const attachment = { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content };
  return { type: "message", attachments: [attachment] };
}

function paragraph(text: string, look: object = {}): unknown {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", text, ...look }] };
}
