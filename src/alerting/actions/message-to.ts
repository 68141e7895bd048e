import { unreachable } from "#kernel";
import { pagerDutyMessage, type TextMessage, webhookMessage } from "#messaging";
import type { Delivery } from "../model/delivery.ts";
import { type Destination, secretsAt } from "../model/destination.ts";
import { type PagerNotice, pagerEvent } from "../model/pager-event.ts";

/** The request that delivers a message at `now`. A repeat has the same id and says the same. */
export function messageTo(
  { to }: Destination,
  { id, notice }: Pick<Delivery, "id" | "notice">,
  now: number,
): TextMessage {
  switch (to.kind) {
    case "webhook":
      return webhookMessage({ url: to.url, secrets: secretsAt(to, now), id, body: notice, at: now });
    case "pagerduty":
      return pagerDutyMessage({ ...pagerEvent(JSON.parse(notice) as PagerNotice), routingKey: to.routingKey }, to.url);
    default:
      return unreachable(to);
  }
}
