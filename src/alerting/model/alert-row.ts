import type { Ending, StoredAlert } from "./alert.ts";
import type { AlertRow } from "./rows.ts";

/** An alert as its row; "" is no client. */
export function rowOfAlert(alert: StoredAlert): AlertRow {
  const { id, api, objective, kind, client, urgency, ending, pairs, explanation } = alert;
  return {
    id,
    api,
    objective,
    kind,
    urgency,
    ending,
    client: client ?? "",
    fired_at: alert.firedAt,
    told_at: alert.toldAt,
    ended_at: alert.endedAt,
    muted_by: alert.mutedBy,
    pairs: JSON.stringify(pairs),
    explanation: JSON.stringify(explanation),
    source: alert.source,
    dedup_key: alert.dedupKey,
    labels: JSON.stringify(alert.labels),
    annotations: JSON.stringify(alert.annotations),
    expires_at: alert.expiresAt,
  };
}

/** The alert of a row. */
export function alertOfRow(row: AlertRow): StoredAlert {
  return {
    id: row.id,
    api: row.api,
    objective: row.objective,
    kind: row.kind as StoredAlert["kind"],
    client: row.client === "" ? null : row.client,
    urgency: row.urgency as StoredAlert["urgency"],
    firedAt: row.fired_at,
    toldAt: row.told_at,
    endedAt: row.ended_at,
    ending: row.ending as Ending | null,
    mutedBy: row.muted_by,
    pairs: JSON.parse(row.pairs) as StoredAlert["pairs"],
    explanation: JSON.parse(row.explanation) as StoredAlert["explanation"],
    source: row.source,
    dedupKey: row.dedup_key,
    labels: JSON.parse(row.labels) as StoredAlert["labels"],
    annotations: JSON.parse(row.annotations) as StoredAlert["annotations"],
    expiresAt: row.expires_at,
  };
}
