import { html } from "#kernel";
import type { Answer } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import { masked } from "./text/masked.ts";
import { secretText } from "./text/secret-text.ts";
import { jsonMessage } from "./text/json-message.ts";
import { fieldOf, judged, numberOf, type Verdict, waitOf } from "./text/judged.ts";
import { notSet } from "./text/not-set.ts";
import { type Button, buttonsOf } from "./text/said.ts";
import { type Dress, spoken } from "./text/spoken.ts";

const BASE = "https://api.telegram.org";
/** Of a message, in letters. */
const TEXT_MAX = 4_096;

const address = z.strictObject({
  chat: z
    .string()
    .trim()
    .regex(
      /^(?:-?\d{1,20}|@[A-Za-z]\w{3,31})$/,
      "must be a chat's number (a group's begins with a minus) or a public channel's @name; who writes /start to the bot can ask @userinfobot for the own number",
    ),
});

type TelegramAddress = z.infer<typeof address>;

const setting = z.strictObject({
  token: secretText(/^\d{5,20}:[\w-]{30,100}$/, "must be the bot's token as @BotFather gives it, 123456:ABC-…"),
});

type TelegramSetting = z.infer<typeof setting>;

/** A name behind an @ would be a mention of whoever has it: a sign that is not seen stands between. */
const safe = (text: string): string => html`${text.replaceAll("@", "@\u2060")}`.text;

const dress: Dress = {
  title: (text) => `<b>${safe(text)}</b>`,
  line: safe,
  button: ({ text, url }) => (isPublic(url) ? "" : html`${text}: ${url}`.text),
  mark: "…",
};

/** Telegram, by a bot of the house, with buttons that open a page. It knows no repeat. */
export const telegram: Channel = {
  kind: "telegram",
  title: "Telegram",
  address,
  shown: ({ chat }: TelegramAddress) => chat,
  breaksThrough: false,
  proves: "code",
  for: ["person", "house"],
  setting: { schema: setting, shown: ({ token }: TelegramSetting) => `bot ${token.split(":")[0]}:${masked(token)}` },
  send: async (out: Outgoing, { chat }: TelegramAddress, { post, now, house }: ChannelPorts): Promise<Answer> => {
    const bot = house.settingOf("telegram") as TelegramSetting | undefined;
    if (bot === undefined) return notSet("no bot in Telegram");
    const buttons = buttonsOf(out).filter(({ url }) => isPublic(url));
    const body = {
      chat_id: chat,
      text: spoken(out, { dress, max: TEXT_MAX }).trimEnd(),
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      disable_notification: out.urgency === "ticket",
      ...(buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: [buttons.map(keyOf)] } }),
    };
    return judged(await post(jsonMessage(`${BASE}/bot${bot.token}/sendMessage`, body)), now(), verdictOf);
  },
};

function keyOf({ text, url }: Button): unknown {
  return { text, url };
}

/** Telegram refuses a whole message for a button that leads to a name without a domain: then the address is text. */
function isPublic(url: string): boolean {
  return /^[^.]+\..*[a-z]$/i.test(URL.parse(url)?.hostname ?? "");
}

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/chat not found/i, "write /start to the bot, or add it to the group, and check the number"],
  [/blocked by the user|user is deactivated/i, "whoever is to be told has blocked the bot"],
  [/kicked|not a member|not enough rights/i, "the bot is not in that group any more, or may not write there"],
  [/group chat was upgraded/i, "the group has a new number, which begins with -100: use that one"],
  [/^Unauthorized|^Not Found/i, "the bot's token is not valid: set it again"],
];

function verdictOf(body: string, status: number): Verdict | undefined {
  if (!/"ok"\s*:\s*false/.test(body)) return undefined;
  const text = fieldOf(body, "description") ?? "";
  const seconds = numberOf(body, "retry_after");
  if (status === 429 || seconds !== undefined) {
    const afterMs = waitOf(seconds === undefined ? undefined : seconds * 1_000);
    return { reason: `Telegram asks to wait: ${text}`, again: { afterMs, arrived: false } };
  }
  if (status >= 500) return undefined;
  const remedy = REMEDIES.find(([pattern]) => pattern.test(text))?.[1];
  return { reason: `Telegram answered ${status} ${text}${remedy === undefined ? "" : `: ${remedy}`}` };
}
