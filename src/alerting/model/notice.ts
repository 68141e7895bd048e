import { instantText } from "#kernel";
import { type QuotaReached, quotaSentence } from "#plans";
import type { StoredAlert } from "./alert.ts";
import { type AlertView, alertView, type Shown } from "./alert-view.ts";
import type { Destination } from "./destination.ts";
import { testSentence } from "./words.ts";

/** What a destination is told, as the body of a webhook: documented in docs/manual/webhooks.md. */
export type Notice =
  | {
      readonly type: "alert.fired" | "alert.resolved" | "alert.lapsed";
      /** When it happened, not when it is sent. */
      readonly timestamp: string;
      readonly data: AlertView;
    }
  | QuotaNotice
  | TestNotice;

/** That somebody tries a destination out. */
export interface TestNotice {
  readonly type: "test";
  readonly timestamp: string;
  readonly data: { readonly id: string; readonly title: string; readonly sentence: string; readonly url: string };
}

/** That a client has reached a share of its quota. */
export interface QuotaNotice {
  readonly type: "quota.reached";
  readonly timestamp: string;
  readonly data: {
    readonly client: string;
    readonly organisation: string;
    readonly api: string;
    readonly plan: string;
    /** In percent. */
    readonly threshold: number;
    readonly used: number;
    /** Requests allowed in the period. */
    readonly quota: number;
    readonly period: { readonly from: string; readonly to: string };
    readonly sentence: string;
    readonly url: string;
  };
}

/** It, as of when it was seen. */
export function quotaNotice(reached: QuotaReached, base: string): QuotaNotice {
  const { client, organisation, api, plan, threshold, used, quota, period, at } = reached;
  return {
    type: "quota.reached",
    timestamp: instantText(at),
    data: {
      client,
      organisation,
      api,
      plan,
      threshold,
      used,
      quota: quota.requests,
      period: { from: instantText(period.from), to: instantText(period.to) },
      sentence: quotaSentence(reached),
      url: `${base}/clients/${encodeURIComponent(client)}`,
    },
  };
}

/** That an alert has become something to tell, at `at`. */
export function firedNotice(alert: StoredAlert, shown: Shown, at: number): Notice {
  return { type: "alert.fired", timestamp: instantText(at), data: alertView(alert, shown) };
}

/** That an alert is over. */
export function endedNotice(alert: StoredAlert & { readonly endedAt: number }, shown: Shown): Notice {
  const type = alert.ending === "resolved" ? "alert.resolved" : "alert.lapsed";
  return { type, timestamp: instantText(alert.endedAt), data: alertView(alert, shown) };
}

/** That somebody tries a destination out. */
export function testNotice({ id, title }: Destination, base: string, at: number): TestNotice {
  const data = { id, title, sentence: testSentence(title), url: `${base}/settings/destinations` };
  return { type: "test", timestamp: instantText(at), data };
}
