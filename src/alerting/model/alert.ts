import type { AlertResult } from "#objectives";

/** Why an alert is over. `withdrawn`: nothing judges it any more, as its objective was changed or removed. */
export type Ending = "resolved" | "lapsed" | "withdrawn";

/** An alert of the engine at the present instant. */
export interface FoundAlert {
  readonly alert: AlertResult;
  /** Somebody is to be told of it: it is not muted, and not held back to see whether a greater one follows. */
  readonly audible: boolean;
}

/** An alert as it is kept: what fired, whether it was told, how it ended. */
export interface StoredAlert extends Pick<
  AlertResult,
  "objective" | "kind" | "urgency" | "firedAt" | "endedAt" | "mutedBy" | "pairs" | "explanation"
> {
  readonly id: string;
  readonly api: string;
  readonly client: string | null;
  /** When it became something to tell; null for one that was muted, or over before anybody could be told. */
  readonly toldAt: number | null;
  readonly ending: Ending | null;
}

/** What an alert is about; of one subject at most one alert fires. */
export function subjectKey({
  objective,
  kind,
  client,
  urgency,
}: Pick<StoredAlert, "objective" | "kind" | "urgency"> & { readonly client?: string | null }): string {
  return JSON.stringify([objective, kind, client ?? null, urgency]);
}
