import type { AlertResult } from "#objectives";

/** What an alert is about: see `AlertResult`; `outside`: whatever another system says. */
export type StoredAlertKind = AlertResult["kind"] | "outside";

/** Why an alert is over. `withdrawn`: it fires no more, and nobody saw it end; its objective was removed, say. */
export type Ending = "resolved" | "lapsed" | "withdrawn";

/** An alert as it is kept: what fired, whether it was told, how it ended. */
export interface StoredAlert extends Pick<
  AlertResult,
  "objective" | "urgency" | "firedAt" | "endedAt" | "mutedBy" | "pairs" | "explanation"
> {
  readonly id: string;
  readonly kind: StoredAlertKind;
  /** "" for one from elsewhere that is about none of ours. */
  readonly api: string;
  readonly client: string | null;
  /** When it became something to tell; null for one that was muted, or over before anybody could be told. */
  readonly toldAt: number | null;
  readonly ending: Ending | null;
  /** What said so: "plimsoll" for what Plimsoll judged itself, else the name of the signals' source. */
  readonly source: string;
  /** By which its source knows it again; "" where Plimsoll judged, which knows it by its subject. */
  readonly dedupKey: string;
  /** As its source sent them, for one from elsewhere; see `labelsOf`. */
  readonly labels: Readonly<Record<string, string>>;
  /** What its source says beside, for people: a summary, a runbook. */
  readonly annotations: Readonly<Record<string, string>>;
  /** When it lapses unless its source says again that it fires, epoch ms; null: never by itself. */
  readonly expiresAt: number | null;
}

/** Of an alert that Plimsoll judged itself. */
export const OF_PLIMSOLL: Pick<StoredAlert, "source" | "dedupKey" | "labels" | "annotations" | "expiresAt"> = {
  source: "plimsoll",
  dedupKey: "",
  labels: {},
  annotations: {},
  expiresAt: null,
};

/** What an alert is about; of one subject at most one alert fires. */
export function subjectKey({
  objective,
  kind,
  client,
  urgency,
}: Pick<StoredAlert, "objective" | "kind" | "urgency"> & { readonly client?: string | null }): string {
  return JSON.stringify([objective, kind, client ?? null, urgency]);
}
