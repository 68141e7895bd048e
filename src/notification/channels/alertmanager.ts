import { DAY_MS, isoText } from "#kernel";
import { type Answer, answerOf } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import { masked } from "./text/masked.ts";
import { secretText } from "./text/secret-text.ts";
import { targetUrl } from "./text/target-url.ts";
import { jsonMessage } from "./text/json-message.ts";
import { oneLine } from "./text/one-line.ts";
import { said } from "./text/said.ts";

/** Alertmanager ends by itself what it is not told again in time: this long nobody has to repeat it. */
const LASTS_MS = 7 * DAY_MS;
const LABEL_MAX = 200;

const address = z.strictObject({
  url: targetUrl,
  token: secretText(/^[\x21-\x7E]{4,}$/, "must be a bearer token").optional(),
});

type AlertmanagerAddress = z.infer<typeof address>;

/**
 * An Alertmanager that goes on routing by itself. An alert is its labels: the subject is one of them, so that an end ends
 * what began, and a repeat changes nothing.
 */
export const alertmanager: Channel = {
  kind: "alertmanager",
  title: "Alertmanager",
  address,
  shown: ({ url, token }: AlertmanagerAddress) => (token === undefined ? url : `${url}, token ${masked(token)}`),
  breaksThrough: false,
  tellsEach: true,
  proves: "test",
  for: ["house"],
  send: async (out: Outgoing, { url, token }: AlertmanagerAddress, { post, now }: ChannelPorts): Promise<Answer> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const message = jsonMessage(`${url.replace(/\/+$/, "")}/api/v2/alerts`, [alertOf(out)], headers);
    return answerOf(await post(message), now());
  },
};

function alertOf(out: Outgoing): unknown {
  const { title, lines } = said(out);
  const { at, link } = out.message;
  const isTrial = out.event === "test" || out.event === "verify";
  return {
    labels: {
      ...labelsOf(out.message.labels),
      alertname: isTrial ? "PlimsollTest" : "PlimsollPage",
      plimsoll_subject: out.subject,
    },
    // Not a label: a ticket that becomes a page would be another alert, and the first would never end.
    annotations: { summary: title, description: lines.join("\n"), urgency: out.urgency },
    startsAt: isoText(at),
    // A trial is over at once; else what was not ended is ended by time.
    endsAt: isoText(endOf(out)),
    generatorURL: link.url,
  };
}

function endOf({ event, message: { at } }: Outgoing): number {
  if (event === "ended") return at;
  return event === "test" || event === "verify" ? at + 1 : at + LASTS_MS;
}

/** Labels by names that every Alertmanager takes; those without a value are none. */
function labelsOf(labels: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(labels).map(([name, value]) => [
    name.replaceAll(/\W/g, "_").replace(/^(?=\d|$)/, "_"),
    oneLine(value).slice(0, LABEL_MAX).toWellFormed(),
  ]);
  return Object.fromEntries(named.filter(([, value]) => value !== "")) as Record<string, string>;
}
