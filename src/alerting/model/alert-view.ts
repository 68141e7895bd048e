import { wireValue } from "#kernel";
import type { AlertJson } from "#objectives";
import type { StoredAlert } from "./alert.ts";
import { alertSentence } from "./words.ts";

/** An alert as the world sees it: `ALERT` of the public contract, what it is called, in words, and where it is shown. */
export interface AlertView extends AlertJson {
  readonly id: string;
  readonly api: string;
  readonly sentence: string;
  readonly url: string;
}

/**
 * The view of a stored alert. `base` is the address of the console, without a slash at its end. `end` is "lapsed" also
 * where nothing judges the alert any more; the sentence says which.
 */
export function alertView(alert: StoredAlert, base: string): AlertView {
  const { id, api, objective, kind, client, urgency, firedAt, endedAt, ending, mutedBy, pairs, explanation } = alert;
  const end = ending === "withdrawn" ? "lapsed" : ending;
  return wireValue({
    id,
    api,
    objective,
    kind,
    ...(client === null ? {} : { client }),
    urgency,
    firedAt,
    endedAt,
    end,
    mutedBy,
    pairs,
    explanation,
    sentence: alertSentence(alert),
    url: `${base}/alerts/${id}`,
  }) as AlertView;
}
