import type { Answer, Message, Reply } from "#messaging";
import { z } from "zod";
import { masked } from "../text/masked.ts";
import { secretText } from "../text/secret-text.ts";
import { fieldOf, judged, numberOf } from "../text/judged.ts";
import { filledTemplate, type HttpTemplate, httpTemplate } from "./http-template.ts";
import type { PlaceholderValues } from "./placeholder.ts";

const twilio = z.strictObject({
  preset: z.literal("twilio"),
  account: z
    .string()
    .trim()
    .regex(/^AC[0-9a-f]{32}$/, "must be the Account SID, AC and 32 letters: the first page of Twilio's console"),
  token: secretText(/^[0-9A-Za-z]{32}$/, "must be the Auth Token, 32 letters: beside the Account SID"),
  from: z
    .string()
    .trim()
    .regex(
      /^(?:\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11}|MG[0-9a-f]{32})$/,
      "must be a number of yours in Twilio (+491701234567), a sender's name, or a messaging service (MG…)",
    ),
});

/** What the house sets to reach telephones: a preset with what it asks for, or a request of its own. */
export const textGateway = z.discriminatedUnion("preset", [twilio, httpTemplate]);

/** One of them. */
export type TextGateway = z.infer<typeof textGateway>;

/** What a preset sends, with the fields of the house already in it. */
export type Preset = (fields: z.infer<typeof twilio>) => HttpTemplate;

/** The gateway as it may be shown. */
export function shownGateway(gateway: TextGateway): string {
  return gateway.preset === "twilio"
    ? `Twilio ${masked(gateway.account)}, from ${gateway.from}`
    : `${gateway.method} to ${URL.parse(gateway.url)?.host ?? ""}`;
}

/** A POST to Twilio: `form` is the body, its names still in braces. */
export function twilioTemplate(
  { account, token }: Parameters<Preset>[0],
  resource: string,
  form: string,
): HttpTemplate {
  return {
    url: `https://api.twilio.com/2010-04-01/Accounts/${account}/${resource}.json`,
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}`,
    },
    body: form,
  };
}

/** The request that tells a telephone. */
export function gatewayMessage(gateway: TextGateway, preset: Preset, values: PlaceholderValues): Message {
  return filledTemplate(gateway.preset === "twilio" ? preset(gateway) : gateway, values);
}

/** What Twilio's faults mean to people (https://www.twilio.com/docs/api/errors). */
const REMEDIES: Readonly<Record<number, string>> = {
  20003: "the account or its token is not valid, or the account is suspended",
  21211: "this is no telephone number",
  21214: "this number cannot be called",
  21217: "this is no telephone number",
  21408: "the account may not write to that country: Messaging, Settings, Geo permissions",
  21215: "the account may not call that country: Voice, Settings, Geo permissions",
  21610: "whoever has this number has answered STOP: they must answer START",
  21614: "this number takes no text messages",
};

/** What a gateway's answer means: by its status, and in Twilio's words where it is Twilio. */
export function gatewayAnswer(reply: Reply, now: number): Answer {
  return judged(reply, now, (body, status) => {
    const code = numberOf(body, "code");
    const remedy = code === undefined || status < 400 || status === 429 || status >= 500 ? undefined : REMEDIES[code];
    return remedy === undefined
      ? undefined
      : { reason: `Twilio answered ${status} (${code}): ${remedy}. ${fieldOf(body, "message") ?? ""}`.trim() };
  });
}
