import type { LiveAlert } from "#objectives";
import { OF_PLIMSOLL, type StoredAlert } from "./alert.ts";

/** An alert of the engine that fires and is told, unless said otherwise. */
export function liveAlert(changes: Partial<LiveAlert> = {}): LiveAlert {
  const firedAt = changes.firedAt ?? 100_000;
  return {
    api: "orders",
    objective: "orders/availability",
    kind: "burnRate",
    urgency: "page",
    firedAt,
    endedAt: null,
    end: null,
    mutedBy: null,
    pairs: [{ longMs: 3_600_000, shortMs: 300_000, factor: 14.4, from: firedAt, to: null }],
    explanation: {
      text: "orders/availability burns its error budget 16.2 times too fast.",
      n: 1_203,
      bad: 312,
      k: 4,
      threshold: 0.0144,
      clearsAfterMs: 290_000,
      window: { from: firedAt - 3_600_000, to: firedAt },
      by: {
        affectedClients: 2,
        activeClients: 7,
        clients: [{ key: "acme", bad: 300 }],
        operations: [{ key: "GET /orders", bad: 312 }],
        statuses: [{ key: "503", bad: 312 }],
        releases: [],
      },
    },
    toldAt: firedAt,
    goesOn: false,
    ...changes,
  };
}

/** What the store has of an alert of the engine. */
export function storedAlert(alert: LiveAlert, changes: Partial<StoredAlert> = {}): StoredAlert {
  const { api, objective, kind, urgency, firedAt, endedAt, mutedBy, pairs, explanation, toldAt, end, client } = alert;
  return {
    id: "alert_1",
    api,
    objective,
    kind,
    client: client ?? null,
    urgency,
    firedAt,
    endedAt,
    mutedBy,
    pairs,
    explanation,
    toldAt,
    ending: end,
    ...OF_PLIMSOLL,
    ...changes,
  };
}
