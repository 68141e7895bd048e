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
import { shortMessageDress } from "./text/plain-dress.ts";
import { spoken } from "./text/spoken.ts";

/** About two or three messages of the network, each of which costs. */
const TEXT_MAX = 320;

const address = z.strictObject({ phone: phoneNumber });

type PhoneAddress = z.infer<typeof address>;

/** Text messages, by Twilio or by a request that the house writes for its own gateway. They know no repeat. */
export const sms: Channel = {
  kind: "sms",
  title: "Text message",
  address,
  shown: ({ phone }: PhoneAddress) => maskedNumber(phone),
  breaksThrough: false,
  proves: "code",
  for: ["person", "house"],
  setting: { schema: textGateway, shown: shownGateway },
  send: async (out: Outgoing, { phone }: PhoneAddress, { post, now, house }: ChannelPorts): Promise<Answer> => {
    const gateway = house.settingOf("sms") as TextGateway | undefined;
    if (gateway === undefined) return notSet("no gateway for text messages");
    const text = spoken(out, { dress: shortMessageDress, max: TEXT_MAX });
    const message = gatewayMessage(gateway, twilioSms, templateValues(out, { to: phone, text }));
    return gatewayAnswer(await post(message), now());
  },
};

function twilioSms(fields: Parameters<typeof twilioTemplate>[0]) {
  const sender = /^MG[0-9a-f]{32}$/.test(fields.from) ? "MessagingServiceSid" : "From";
  return twilioTemplate(fields, "Messages", `To={{to}}&${sender}=${encodeURIComponent(fields.from)}&Body={{text}}`);
}
