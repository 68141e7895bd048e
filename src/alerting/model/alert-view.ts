import type { ClientNames } from "#clients";
import { wireValue } from "#kernel";
import { type AlertJson, renamedAlert } from "#objectives";
import type { StoredAlert } from "./alert.ts";
import { alertSentence } from "./words.ts";

/** An alert as the world sees it: `ALERT` of the public contract, what it is called, in words, and where it is shown. */
export interface AlertView extends AlertJson {
  readonly id: string;
  readonly api: string;
  readonly sentence: string;
  readonly url: string;
}

/** Where alerts are shown, and what their clients are called. */
export interface Shown {
  /** The address of the console, without a slash at its end. */
  readonly base: string;
  readonly clients: Pick<ClientNames, "shownAs" | "allOf">;
}

/**
 * The view of a stored alert: it is kept under the first name of its client, and shown by the present one. `end` is "lapsed" also
 * where nothing judges the alert any more; the sentence says which.
 */
export function alertView(stored: StoredAlert, { base, clients }: Shown): AlertView {
  const alert = renamedAlert(stored, (client) => clients.shownAs(client));
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
