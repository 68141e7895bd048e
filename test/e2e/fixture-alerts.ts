import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import type { AlertResult, ObjectiveResult, Urgency } from "#objectives";
import type { Counts } from "#traffic";
import { FROM, HOSTILE_NAMES, OUTAGES, TO } from "./fixture-story.ts";

/** Two objectives of the API, and one for each client: the worst ones spent more than they had. */
export function objectivesOf(
  total: Counts,
  clients: readonly (Counts & { readonly client: string })[],
): readonly ObjectiveResult[] {
  const window = { kind: "rolling", length: "30 d", from: TO - 30 * DAY_MS, to: TO } as const;
  const judged = (name: string, { valid }: Counts, { targetPpm, spent }: { targetPpm: number; spent: number }) => {
    const budget = (1 - targetPpm / 1_000_000) * valid;
    const bad = Math.round(budget * spent);
    return {
      name,
      method: "Occurrences",
      targetPpm,
      window,
      valid,
      bad,
      good: valid - bad,
      remaining: 1 - spent,
      remainingEvents: budget - bad,
      burnRate: spent,
      observedMs: TO - FROM,
      coveredMs: TO - FROM,
    } as const;
  };
  return [
    { ...judged("orders/availability", total, { targetPpm: 999_000, spent: 2.4 }), state: "exhausted" },
    { ...judged("orders/latency", total, { targetPpm: 990_000, spent: 0.35 }), state: "ok" },
    ...clients.map((client, i) => ({
      ...judged("orders/availability", client, { targetPpm: 999_000, spent: 3.1 * 0.9 ** i }),
      client: client.client,
      state: i < 11 ? ("exhausted" as const) : i < 13 ? ("burning" as const) : ("ok" as const),
    })),
  ];
}

/** Pages and tickets of both outages, muted ones for single clients, and a ticket of one client alone. */
export function alertsOf(): readonly AlertResult[] {
  const api = OUTAGES.flatMap((outage, i) => [
    alertOf({ urgency: "page", from: outage.from + 4 * MINUTE_MS, to: outage.to + 6 * MINUTE_MS, mutedBy: null }),
    alertOf({
      urgency: "ticket",
      from: outage.from + 14 * MINUTE_MS,
      to: i === 1 ? null : outage.to + 7 * HOUR_MS,
      mutedBy: i === 1 ? null : "orders/availability",
    }),
  ]);
  const single = ["shop-web", HOSTILE_NAMES[0] ?? "", "partner-03"].flatMap((client) =>
    OUTAGES.map((outage) =>
      alertOf({
        client,
        urgency: "page",
        from: outage.from + 5 * MINUTE_MS,
        to: outage.to + 8 * MINUTE_MS,
        mutedBy: "orders/availability",
      }),
    ),
  );
  const own = alertOf({
    client: "partner-01",
    urgency: "ticket",
    from: FROM + 30 * HOUR_MS,
    to: FROM + 33 * HOUR_MS,
    mutedBy: null,
  });
  return [...api, ...single, own];
}

function alertOf(facts: {
  client?: string;
  urgency: Urgency;
  from: number;
  to: number | null;
  mutedBy: string | null;
}): AlertResult {
  return {
    objective: "orders/availability",
    kind: "burnRate",
    ...(facts.client === undefined ? {} : { client: facts.client }),
    urgency: facts.urgency,
    firedAt: facts.from,
    endedAt: facts.to,
    end: facts.to === null ? null : "resolved",
    mutedBy: facts.mutedBy,
    pairs: [{ longMs: HOUR_MS, shortMs: 5 * MINUTE_MS, factor: 14.4, from: facts.from, to: facts.to }],
    explanation: {
      text: "612 of 14,108 requests failed in the hour before (4.3 %): 43 times faster than the budget of 99.9 % allows, and at least 25 failures are more than chance.",
      n: 14_108,
      bad: 612,
      k: 25,
      threshold: 0.0144,
      clearsAfterMs: 4 * MINUTE_MS,
      window: { from: facts.from - HOUR_MS, to: facts.from },
      by: {
        affectedClients: 4,
        activeClients: 16,
        releases: [],
        clients: [
          { key: "shop-web", bad: 271 },
          { key: HOSTILE_NAMES[0] ?? "", bad: 190 },
          { key: "partner-03", bad: 101 },
          { key: "partner-07", bad: 50 },
        ],
        operations: [
          { key: "POST /orders", bad: 600 },
          { key: "GET /orders/{id}", bad: 12 },
        ],
        statuses: [{ key: "503", bad: 612 }],
      },
    },
  };
}
