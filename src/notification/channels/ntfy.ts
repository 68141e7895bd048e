import type { Answer } from "#messaging";
import { answerOf } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import { masked } from "./text/masked.ts";
import { secretText } from "./text/secret-text.ts";
import { targetUrl } from "./text/target-url.ts";
import { jsonMessage } from "./text/json-message.ts";
import { type Button, buttonsOf, titleOf } from "./text/said.ts";
import { type Dress, spoken } from "./text/spoken.ts";

const PUBLIC_SERVER = "https://ntfy.sh";
/** Of a message's text, in bytes; more becomes an attachment, which nobody reads at night. */
const MESSAGE_BYTES_MAX = 4_096;
const ACTIONS_MAX = 3;

const address = z.strictObject({
  topic: z
    .string()
    .trim()
    .regex(
      /^[-_A-Za-z0-9]{1,64}$/,
      "must be a topic of letters, digits, - and _, at most 64; whoever knows its name can read it, so make it long",
    ),
  server: targetUrl.default(PUBLIC_SERVER),
  token: secretText(/^tk_[A-Za-z0-9]{10,}$/, "must be an access token of ntfy, which begins with tk_").optional(),
});

type NtfyAddress = z.infer<typeof address>;

/** The title and the links stand beside the text, the links as buttons. */
const dress: Dress = { title: () => "", line: (text) => text, button: () => "", mark: "…" };

/**
 * ntfy. On a phone acknowledge is one tap, without a page to open. It knows no repeat. Pages have the highest priority,
 * which rings in Do Not Disturb where its owner allows that in the app.
 */
export const ntfy: Channel = {
  kind: "ntfy",
  title: "ntfy",
  address,
  shown: ({ topic, server }: NtfyAddress) => `${URL.parse(server)?.host ?? ""}/${masked(topic)}`,
  breaksThrough: true,
  proves: "code",
  for: ["person", "house"],
  send: async (out: Outgoing, { topic, server, token }: NtfyAddress, { post, now }: ChannelPorts): Promise<Answer> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return answerOf(await post(jsonMessage(`${server.replace(/\/+$/, "")}/`, ntfyMessage(out, topic), headers)), now());
  },
};

function ntfyMessage(out: Outgoing, topic: string): unknown {
  const text = spoken(out, { dress, max: MESSAGE_BYTES_MAX, size: (each) => Buffer.byteLength(each) }).trim();
  return {
    topic,
    title: titleOf(out),
    message: text === "" ? titleOf(out) : text,
    priority: priorityOf(out),
    click: out.message.link.url,
    actions: buttonsOf(out).slice(-ACTIONS_MAX).map(actionOf),
  };
}

function priorityOf({ event, urgency }: Outgoing): number {
  if (event === "ended") return 3;
  return urgency === "page" ? 5 : 2;
}

/** The page behind an act acts by POST: the app sends it itself, and takes the notification away. */
function actionOf({ what, text, url }: Button): unknown {
  if (what === "open") return { action: "view", label: text, url };
  return { action: "http", label: text, url, method: "POST", clear: true };
}
