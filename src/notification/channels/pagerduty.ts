import { isoText } from "#kernel";
import { type Answer, answerOf, isRoutingKey, PAGERDUTY_BASE, type PagerDutyEvent, pagerDutyMessage } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "./channel.ts";
import { masked } from "./text/masked.ts";
import { targetUrl } from "./text/target-url.ts";
import { oneLine } from "./text/one-line.ts";
import { said } from "./text/said.ts";

const address = z.strictObject({
  routingKey: z.string().trim().refine(isRoutingKey, {
    message: "must be the integration key of a service, 32 letters and digits: Services, Integrations, Events API v2",
  }),
  /** Of another region: https://events.eu.pagerduty.com. */
  url: targetUrl.default(PAGERDUTY_BASE),
});

type PagerDutyAddress = z.infer<typeof address>;

/** A service of PagerDuty. The subject is the deduplication key: a repeat changes nothing, and an end resolves. */
export const pagerduty: Channel = {
  kind: "pagerduty",
  title: "PagerDuty",
  address,
  shown: ({ routingKey }: PagerDutyAddress) => `service ${masked(routingKey)}`,
  breaksThrough: true,
  tellsEach: true,
  proves: "test",
  for: ["person", "house"],
  send: async (out: Outgoing, { routingKey, url }: PagerDutyAddress, { post, now }: ChannelPorts): Promise<Answer> =>
    answerOf(await post(pagerDutyMessage({ ...eventOf(out), routingKey }, url)), now()),
};

function eventOf(out: Outgoing): Omit<PagerDutyEvent, "routingKey"> {
  const { title, lines, buttons } = said(out);
  const { at, labels } = out.message;
  const isTrial = out.event === "test" || out.event === "verify";
  return {
    action: out.event === "ended" ? "resolve" : "trigger",
    dedupKey: isTrial ? `${out.event}-${out.id}` : out.subject,
    summary: title,
    source: oneLine(labels["api"] ?? "") || "plimsoll",
    severity: severityOf(out),
    timestamp: isoText(at),
    customDetails: { labels, sentences: lines },
    links: buttons.map(({ text, url }) => ({ href: url, text })),
  };
}

function severityOf({ event, urgency }: Outgoing): PagerDutyEvent["severity"] {
  if (event === "test" || event === "verify" || event === "handoff") return "info";
  return urgency === "page" ? "critical" : "warning";
}
