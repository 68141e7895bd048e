import type { Answer } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import {
  gatewayAnswer,
  gatewayMessage,
  shownGateway,
  type TextGateway,
  textGateway,
  twilioTemplate,
} from "./template/text-gateway.ts";
import { templateValues } from "./template/template-values.ts";
import { notSet } from "./text/not-set.ts";
import { maskedNumber, phoneNumber } from "./text/phone-number.ts";
import { type Dress, spoken } from "./text/spoken.ts";

/** About half a minute of speech, in letters. */
const SPEECH_MAX = 450;

const address = z.strictObject({ phone: phoneNumber });

type PhoneAddress = z.infer<typeof address>;

/** Nobody can click on what is said; each line is a sentence. */
const dress: Dress = {
  title: (text) => `Plimsoll. ${sentence(text)}`,
  line: sentence,
  button: () => "",
  mark: "...",
};

/**
 * Calls, by Twilio or by a request of the house. The message is read out twice. A key that is pressed does nothing: what
 * acts is a page that a person opens, and the message says so.
 */
export const voice: Channel = {
  kind: "voice",
  title: "Call",
  address,
  shown: ({ phone }: PhoneAddress) => maskedNumber(phone),
  breaksThrough: true,
  proves: "code",
  for: ["person", "house"],
  setting: { schema: textGateway, shown: shownGateway },
  send: async (out: Outgoing, { phone }: PhoneAddress, { post, now, house }: ChannelPorts): Promise<Answer> => {
    const gateway = house.settingOf("voice") as TextGateway | undefined;
    if (gateway === undefined) return notSet("no gateway for calls");
    const message = gatewayMessage(gateway, twilioCall, templateValues(out, { to: phone, text: speech(out) }));
    return gatewayAnswer(await post(message), now());
  },
};

function speech(out: Outgoing): string {
  const text = spoken(out, { dress, max: SPEECH_MAX }).replaceAll(/\s+/g, " ").trim();
  if (out.event === "verify") return text.replaceAll(/\d(?=\d)/g, "$&, ");
  return out.message.acts.length === 0 ? text : `${text} To acknowledge, open Plimsoll.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function twilioCall(fields: Parameters<typeof twilioTemplate>[0]) {
  const said = "%3CSay%3E{{text|xml}}%3C%2FSay%3E";
  const twiml = `%3CResponse%3E${said}%3CPause+length%3D%221%22%2F%3E${said}%3C%2FResponse%3E`;
  return twilioTemplate(fields, "Calls", `To={{to}}&From=${encodeURIComponent(fields.from)}&Twiml=${twiml}`);
}
