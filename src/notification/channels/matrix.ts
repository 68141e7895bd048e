import { html } from "#kernel";
import type { Answer } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import { masked } from "./text/masked.ts";
import { secretText } from "./text/secret-text.ts";
import { targetUrl } from "./text/target-url.ts";
import { jsonMessage } from "./text/json-message.ts";
import { fieldOf, judged, numberOf, type Verdict, waitOf } from "./text/judged.ts";
import { notSet } from "./text/not-set.ts";
import { plainDress } from "./text/plain-dress.ts";
import { type Dress, spoken } from "./text/spoken.ts";

/** Of either form, in letters; an event of Matrix has 65,536 bytes. */
const BODY_MAX = 8_000;

const address = z.strictObject({
  room: z
    .string()
    .trim()
    .max(255)
    .regex(
      /^![^\s:]+(?::[^\s]+)?$/,
      "must be a room's id, which begins with an exclamation mark: Room settings, Advanced. A name that begins with # can be moved to another room",
    ),
});

type MatrixAddress = z.infer<typeof address>;

const setting = z.strictObject({
  homeserver: targetUrl,
  token: secretText(/^[\x21-\x7E]{10,}$/, "must be the access token of the account that writes"),
});

type MatrixSetting = z.infer<typeof setting>;

const dress: Dress = {
  title: (text) => html`<strong>${text}</strong><br>`.text,
  line: (text) => html`${text}<br>`.text,
  button: ({ text, url }) => html`<a href="${url}">${text}</a><br>`.text,
  mark: "…",
};

/** Matrix, by an account of the house. The notification's id is the transaction's: the server itself knows a repeat. */
export const matrix: Channel = {
  kind: "matrix",
  title: "Matrix",
  address,
  shown: ({ room }: MatrixAddress) => room,
  breaksThrough: false,
  proves: "code",
  for: ["person", "house"],
  setting: {
    schema: setting,
    shown: ({ homeserver, token }: MatrixSetting) => `${URL.parse(homeserver)?.host ?? ""}, token ${masked(token)}`,
  },
  send: async (out: Outgoing, { room }: MatrixAddress, { post, now, house }: ChannelPorts): Promise<Answer> => {
    const account = house.settingOf("matrix") as MatrixSetting | undefined;
    if (account === undefined) return notSet("no account in Matrix");
    const path = ["rooms", room, "send", "m.room.message", out.id].map(encodeURIComponent).join("/");
    const url = `${account.homeserver.replace(/\/+$/, "")}/_matrix/client/v3/${path}`;
    const message = jsonMessage(url, eventOf(out), { authorization: `Bearer ${account.token}` });
    return judged(await post({ ...message, method: "PUT" }), now(), verdictOf);
  },
};

function eventOf(out: Outgoing): unknown {
  return {
    msgtype: "m.text",
    body: spoken(out, { dress: plainDress, max: BODY_MAX }),
    format: "org.matrix.custom.html",
    formatted_body: spoken(out, { dress, max: BODY_MAX }),
    // Nobody is mentioned, whatever names the text holds.
    "m.mentions": {},
  };
}

const REMEDIES: Readonly<Record<string, string>> = {
  M_FORBIDDEN: "the account may not write in that room: invite it, and let it join",
  M_UNKNOWN_TOKEN: "the access token is not valid any more: sign the account in again, and set its new token",
  M_MISSING_TOKEN: "the access token is not valid: set it again",
  M_NOT_FOUND: "the homeserver does not know that room",
};

function verdictOf(body: string, status: number): Verdict | undefined {
  const code = fieldOf(body, "errcode");
  if (code === "M_LIMIT_EXCEEDED") {
    const afterMs = waitOf(numberOf(body, "retry_after_ms"));
    return { reason: `Matrix asks to wait (${status} ${code})`, again: { afterMs, arrived: false } };
  }
  const remedy = REMEDIES[code ?? ""];
  return remedy === undefined ? undefined : { reason: `Matrix answered ${status} ${code}: ${remedy}` };
}
