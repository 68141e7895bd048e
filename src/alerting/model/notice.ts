import { instantText } from "#kernel";
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
  | {
      readonly type: "test";
      readonly timestamp: string;
      readonly data: { readonly id: string; readonly title: string; readonly sentence: string; readonly url: string };
    };

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
export function testNotice({ id, title }: Destination, base: string, at: number): Notice {
  const data = { id, title, sentence: testSentence(title), url: `${base}/settings/destinations` };
  return { type: "test", timestamp: instantText(at), data };
}
