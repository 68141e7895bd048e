import type { LabelSet } from "./routing/label-set.ts";
import { OF_PLIMSOLL, type StoredAlert } from "./alert.ts";

/** Letters of a value that a matcher looks at: what is longer is cut, before any pattern runs over it. */
const VALUE_LETTERS_MAX = 1_024;

/** What the labels of an alert come from. */
export type Labelled = Pick<
  StoredAlert,
  "api" | "objective" | "kind" | "urgency" | "client" | "source" | "labels" | "dedupKey"
>;

/**
 * The labels by which an alert is routed, grouped, silenced and inhibited. Plimsoll's own alerts have `alertname` and
 * `kind`, `api`, `objective`, `urgency`, `source: plimsoll`, and `client` where they are about one, by the first name
 * under which it is kept. An alert from elsewhere has what its source sent; `api`, `urgency` and `source` are ours also
 * where it sent others, so that a route can rely on them. Values are cut after 1,024 letters.
 */
export function labelsOf({ api, objective, kind, urgency, client, source, labels }: Labelled): LabelSet {
  const own: Record<string, string> =
    source === OF_PLIMSOLL.source
      ? { alertname: kind, api, objective, kind, urgency, ...(client === null ? {} : { client }), source }
      : { ...labels, api, urgency, source };
  return new Map(Object.entries(own).map(([label, value]) => [label, value.slice(0, VALUE_LETTERS_MAX)]));
}
