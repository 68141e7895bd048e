import type { PagerDutyEvent } from "#messaging";
import type { AlertView } from "./alert-view.ts";
import type { Notice, QuotaNotice } from "./notice.ts";

/** What a pager hears of: a quota wakes nobody. */
export type PagerNotice = Exclude<Notice, QuotaNotice>;

/** What a pager is told of a notice, without the key of the service. The alert's id joins its end to its beginning. */
export function pagerEvent(notice: PagerNotice): Omit<PagerDutyEvent, "routingKey"> {
  if (notice.type === "test") {
    const { id, sentence, url } = notice.data;
    return {
      action: "trigger",
      dedupKey: `test-${id}`,
      summary: sentence,
      source: "plimsoll",
      severity: "info",
      timestamp: notice.timestamp,
      customDetails: {},
      links: [linkTo(url)],
    };
  }
  const { data, type } = notice;
  return {
    action: type === "alert.fired" ? "trigger" : "resolve",
    dedupKey: data.id,
    summary: data.sentence,
    source: data.api,
    severity: data.urgency === "page" ? "critical" : "warning",
    timestamp: notice.timestamp,
    component: data.objective,
    customDetails: detailsOf(data),
    links: [linkTo(data.url)],
  };
}

/** What somebody who was just woken wants to know, on the pager itself. */
function detailsOf(alert: AlertView): Record<string, unknown> {
  const { n, bad, threshold, window, by } = alert.explanation;
  return {
    objective: alert.objective,
    ...(alert.client === undefined ? {} : { client: alert.client }),
    kind: alert.kind,
    urgency: alert.urgency,
    firedAt: alert.firedAt,
    ...(alert.endedAt === null ? {} : { endedAt: alert.endedAt, end: alert.end }),
    valid: n,
    bad,
    allowedErrorRatio: threshold,
    window,
    affectedClients: by.affectedClients,
    largestClients: by.clients.slice(0, 3),
    largestOperations: by.operations.slice(0, 3),
    largestStatuses: by.statuses.slice(0, 3),
  };
}

function linkTo(url: string): { readonly href: string; readonly text: string } {
  return { href: url, text: "Open in Plimsoll" };
}
