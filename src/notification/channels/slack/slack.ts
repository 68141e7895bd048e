import type { Answer } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "../channel.ts";
import { masked, maskedUrl } from "../text/masked.ts";
import { secretText } from "../text/secret-text.ts";
import { targetUrl } from "../text/target-url.ts";
import { jsonMessage } from "../text/json-message.ts";
import { notSet } from "../text/not-set.ts";
import { slackAnswer } from "./slack-answer.ts";
import { slackContent } from "./slack-content.ts";

const API = "https://slack.com/api";

const address = z
  .strictObject({
    to: z
      .string()
      .trim()
      .regex(
        /^[CGDUW][A-Z0-9]{6,20}$/,
        "must be the id of a channel (C0123ABCD) or of a person (U0123ABCD), from the end of its details in Slack",
      )
      .optional(),
    url: targetUrl.optional(),
  })
  .refine(({ to, url }) => (to === undefined) !== (url === undefined), {
    message:
      "needs one of two: `to`, the id of a channel or person for the bot, or `url`, the address of an incoming webhook",
  });

/** Where a message goes in Slack: by the house's bot to a channel or a person, or to an incoming webhook. */
type SlackAddress = z.infer<typeof address>;

const setting = z.strictObject({
  token: secretText(
    /^xoxb-[A-Za-z0-9-]{10,}$/,
    "must be the bot's token, which begins with xoxb-: OAuth & Permissions on the app's page",
  ),
  /** Another Slack than the one that most use: https://slack-gov.com/api. */
  api: targetUrl.default(API),
  /** With it, buttons come back as clicks; without, they are links. */
  signingSecret: secretText(
    /^[0-9a-f]{32}$/,
    "must be the app's signing secret, 32 letters: Basic Information on the app's page",
  ).optional(),
});

/** What the house sets for its bot in Slack. */
export type SlackSetting = z.infer<typeof setting>;

/** Slack, by a bot with buttons or by a plain incoming webhook. It knows no repeat: a message sent twice is there twice. */
export const slack: Channel = {
  kind: "slack",
  title: "Slack",
  address,
  shown: (to: SlackAddress) => (to.url === undefined ? (to.to ?? "") : maskedUrl(to.url)),
  breaksThrough: false,
  proves: "code",
  for: ["person", "house"],
  setting: { schema: setting, shown: ({ token }: SlackSetting) => `bot ${masked(token)}` },
  send,
};

async function send(out: Outgoing, to: SlackAddress, { post, now, house }: ChannelPorts): Promise<Answer> {
  if (to.url !== undefined) return slackAnswer(await post(jsonMessage(to.url, slackContent(out, false))), now());
  const bot = house.settingOf("slack") as SlackSetting | undefined;
  if (bot === undefined) return notSet("no bot in Slack");
  const content = slackContent(out, bot.signingSecret !== undefined);
  const body = { channel: to.to, ...content, unfurl_links: false, unfurl_media: false };
  return slackAnswer(
    await post(
      jsonMessage(`${bot.api.replace(/\/+$/, "")}/chat.postMessage`, body, { authorization: `Bearer ${bot.token}` }),
    ),
    now(),
  );
}
