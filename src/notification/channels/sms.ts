import { phoneChannel } from "./template/phone-channel.ts";
import { type Preset, twilioTemplate } from "./template/text-gateway.ts";
import { shortMessageDress } from "./text/plain-dress.ts";
import { spoken } from "./text/spoken.ts";

/** About two or three messages of the network, each of which costs. */
const TEXT_MAX = 320;

/** Text messages. */
export const sms = phoneChannel({
  kind: "sms",
  title: "Text message",
  breaksThrough: false,
  missing: "no gateway for text messages",
  textOf: (out) => spoken(out, { dress: shortMessageDress, max: TEXT_MAX }),
  twilio: twilioSms,
});

function twilioSms(fields: Parameters<Preset>[0]) {
  const sender = /^MG[0-9a-f]{32}$/.test(fields.from) ? "MessagingServiceSid" : "From";
  return twilioTemplate(fields, "Messages", `To={{to}}&${sender}=${encodeURIComponent(fields.from)}&Body={{text}}`);
}
