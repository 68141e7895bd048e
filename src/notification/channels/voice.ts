import type { Outgoing } from "./channel.ts";
import { phoneChannel } from "./template/phone-channel.ts";
import { type Preset, twilioTemplate } from "./template/text-gateway.ts";
import { type Dress, spoken } from "./text/spoken.ts";

/** About half a minute of speech, in letters. */
const SPEECH_MAX = 450;

/** Nobody can click on what is said; each line is a sentence. */
const dress: Dress = {
  title: (text) => `Plimsoll. ${sentence(text)}`,
  line: sentence,
  button: () => "",
  mark: "...",
};

/**
 * Calls. The message is read out twice. A key that is pressed does nothing: what acts is a page that a person opens, and
 * the message says so.
 */
export const voice = phoneChannel({
  kind: "voice",
  title: "Call",
  breaksThrough: true,
  missing: "no gateway for calls",
  textOf: speech,
  twilio: twilioCall,
});

function speech(out: Outgoing): string {
  const text = spoken(out, { dress, max: SPEECH_MAX }).replaceAll(/\s+/g, " ").trim();
  if (out.event === "verify") return text.replaceAll(/\d(?=\d)/g, "$&, ");
  return out.message.acts.length === 0 ? text : `${text} To acknowledge, open Plimsoll.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function twilioCall(fields: Parameters<Preset>[0]) {
  const said = "%3CSay%3E{{text|xml}}%3C%2FSay%3E";
  const twiml = `%3CResponse%3E${said}%3CPause+length%3D%221%22%2F%3E${said}%3C%2FResponse%3E`;
  return twilioTemplate(fields, "Calls", `To={{to}}&From=${encodeURIComponent(fields.from)}&Twiml=${twiml}`);
}
