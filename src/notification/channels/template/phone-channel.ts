import { z } from "zod";
import type { Channel, Outgoing } from "../channel.ts";
import { notSet } from "../text/not-set.ts";
import { maskedNumber, phoneNumber } from "../text/phone-number.ts";
import { templateValues } from "./template-values.ts";
import {
  gatewayAnswer,
  gatewayMessage,
  type Preset,
  shownGateway,
  type TextGateway,
  textGateway,
} from "./text-gateway.ts";

const address = z.strictObject({ phone: phoneNumber });

type PhoneAddress = z.infer<typeof address>;

/** What is different of the ways to a telephone. */
export interface PhoneChannel extends Pick<Channel, "title" | "breaksThrough"> {
  readonly kind: "sms" | "voice";
  /** What is missing while the house has no gateway: "no gateway for calls". */
  readonly missing: string;
  readonly textOf: (out: Outgoing) => string;
  /** The request by which Twilio does it. */
  readonly twilio: Preset;
}

/** A way to a telephone number, by Twilio or by a request that the house writes for its own gateway. It knows no repeat. */
export function phoneChannel({ kind, title, breaksThrough, missing, textOf, twilio }: PhoneChannel): Channel {
  return {
    kind,
    title,
    address,
    shown: ({ phone }: PhoneAddress) => maskedNumber(phone),
    breaksThrough,
    proves: "code",
    for: ["person", "house"],
    setting: { schema: textGateway, shown: shownGateway },
    send: async (out, { phone }: PhoneAddress, { post, now, house }) => {
      const gateway = house.settingOf(kind) as TextGateway | undefined;
      if (gateway === undefined) return notSet(missing);
      const message = gatewayMessage(gateway, twilio, templateValues(out, { to: phone, text: textOf(out) }));
      return gatewayAnswer(await post(message), now());
    },
  };
}
