import type { ClientNames } from "#clients";
import { wireValue } from "#kernel";
import { type AlertJson, renamedAlert } from "#objectives";
import type { StoredAlert, StoredAlertKind } from "./alert.ts";
import { labelsOf } from "./labels-of.ts";
import { alertSentence } from "./words.ts";

/** An alert as the world sees it: `ALERT` of the public contract, what it is called, in words, and where it is shown. */
export interface AlertView extends Omit<AlertJson, "kind"> {
  readonly id: string;
  readonly kind: StoredAlertKind;
  /** "" for one from elsewhere that is about none of ours. */
  readonly api: string;
  /** What said so: "plimsoll", or the name of the signals' source. */
  readonly source: string;
  /** By which it is routed, grouped and silenced. */
  readonly labels: Readonly<Record<string, string>>;
  /** What its source says beside, for people; `url` leads back to it. */
  readonly annotations: Readonly<Record<string, string>>;
  /** When it lapses unless its source says again that it fires; null: never by itself. */
  readonly expiresAt: string | null;
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
  const { source, annotations, expiresAt } = alert;
  return wireValue({
    id,
    api,
    source,
    labels: shownLabels(alert),
    annotations,
    expiresAt: endedAt === null ? expiresAt : null,
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

/** With the name that the client has now, as everything else that people see; an empty label is none. */
function shownLabels(alert: StoredAlert): Record<string, string> {
  return Object.fromEntries([...labelsOf(alert)].filter(([, value]) => value !== ""));
}
