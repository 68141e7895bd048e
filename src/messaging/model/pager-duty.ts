import { cutText } from "#kernel";
import type { TextMessage } from "./message.ts";

/** The service of PagerDuty that takes events; installations in the EU use https://events.eu.pagerduty.com. */
export const PAGERDUTY_BASE = "https://events.pagerduty.com";

/** Limits of Events API v2, in characters. */
const SUMMARY_MAX = 1_024;
const DEDUP_KEY_MAX = 255;

/** How bad it is, in PagerDuty's words, worst first. */
export type PagerDutySeverity = "critical" | "error" | "warning" | "info";

/** What PagerDuty is told: that something began (`trigger`), or that it is over (`resolve`). */
export interface PagerDutyEvent {
  /** The integration key: 32 letters and digits. */
  readonly routingKey: string;
  readonly action: "trigger" | "resolve";
  /** The same for both: it joins the end to the beginning, and a repeat to what came first. */
  readonly dedupKey: string;
  readonly summary: string;
  /** What is affected. */
  readonly source: string;
  readonly severity: PagerDutySeverity;
  /** When it happened, RFC 3339. */
  readonly timestamp: string;
  readonly component?: string;
  readonly customDetails: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

/**
 * An event of PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/send-alert-event), as the request that
 * delivers it. A resolve needs no more than its key; what it says is kept in the incident's log.
 */
export function pagerDutyMessage(event: PagerDutyEvent, base: string = PAGERDUTY_BASE): TextMessage {
  return {
    url: `${base.replace(/\/+$/, "")}/v2/enqueue`,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({
      routing_key: event.routingKey,
      event_action: event.action,
      dedup_key: cutText(event.dedupKey, DEDUP_KEY_MAX),
      client: "Plimsoll",
      payload: {
        summary: cutText(event.summary, SUMMARY_MAX),
        source: event.source,
        severity: event.severity,
        timestamp: event.timestamp,
        ...(event.component === undefined ? {} : { component: event.component }),
        custom_details: event.customDetails,
      },
      links: event.links,
    }),
  };
}

/** Whether this can be an integration key at all. */
export function isRoutingKey(text: string): boolean {
  return /^[A-Za-z0-9]{32}$/.test(text);
}
