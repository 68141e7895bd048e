import type { Answer } from "#messaging";
import { z } from "zod";
import { answerOf } from "#messaging";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import { maskedUrl } from "./text/masked.ts";
import { targetUrl } from "./text/target-url.ts";
import { jsonMessage } from "./text/json-message.ts";
import { type Dress, spoken } from "./text/spoken.ts";

/** Of a message's content, in letters. */
const CONTENT_MAX = 2_000;
/** Links get no preview: it would ask the console for a page. */
const SUPPRESS_EMBEDS = 4;

const address = z.strictObject({
  url: targetUrl.refine((text) => /^\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+$/.test(URL.parse(text)?.pathname ?? ""), {
    message:
      "must be a webhook's address, https://discord.com/api/webhooks/…: Channel settings, Integrations, Webhooks",
  }),
});

type DiscordAddress = z.infer<typeof address>;

/** Everything that Discord makes bold, a list, a heading, a mention, a link or a time of. */
const MARKUP = /[\\*_~`|>#\-+[\]()<@:.!]/g;

const escaped = (text: string): string => text.replaceAll(MARKUP, String.raw`\$&`);

const dress: Dress = {
  title: (text) => `**${escaped(text)}**`,
  line: escaped,
  button: ({ text, url }) => `[${escaped(text)}](<${url}>)`,
  mark: "…",
};

/** Discord, by a channel's webhook. It knows no repeat and no buttons of webhooks: acts are links. */
export const discord: Channel = {
  kind: "discord",
  title: "Discord",
  address,
  shown: ({ url }: DiscordAddress) => maskedUrl(url),
  breaksThrough: false,
  proves: "code",
  for: ["person", "house"],
  send: async (out: Outgoing, { url }: DiscordAddress, { post, now }: ChannelPorts): Promise<Answer> => {
    const content = spoken(out, { dress, max: CONTENT_MAX });
    // Whatever a text holds, nobody is mentioned.
    const body = { content, allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS };
    return answerOf(await post(jsonMessage(url, body)), now());
  },
};
