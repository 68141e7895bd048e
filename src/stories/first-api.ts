import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { liveClients } from "./model/live-clients.ts";
import { dayShape, type LiveMoment, spanOf, WEEKDAY_FACTORS } from "./model/live-moment.ts";
import type { LiveStory } from "./model/live-story.ts";
import { ORDERS_OPERATIONS } from "./model/orders-operations.ts";

/**
 * One API, `orders`, about 850,000 requests of five clients in 30 days. A release ten days ago made it a little faster;
 * six days ago six requests of ten failed for nine minutes; three days ago an hour was slow. Nothing is wrong now.
 */
export function firstApi(moment: LiveMoment): LiveStory {
  const { now, from } = spanOf(moment);
  const outage = { from: now - 6 * DAY_MS, to: now - 6 * DAY_MS + 9 * MINUTE_MS };
  const slow = { from: now - 3 * DAY_MS, to: now - 3 * DAY_MS + HOUR_MS };
  const released = now - 10 * DAY_MS;
  return {
    name: "first-api",
    seed: 2,
    now,
    from,
    apis: [
      {
        api: "orders",
        title: "Orders",
        host: "api.orders.example",
        url: "https://api.orders.example",
        objectivesFile: OBJECTIVES,
        ratePerHour: dayShape(1_200),
        weekdayFactors: WEEKDAY_FACTORS,
        clients: CLIENTS,
        operations: ORDERS_OPERATIONS,
        errorShare: 0.000_1,
        clientFaultShare: 0.012,
        releases: [
          { from, release: "1.4.0" },
          { from: released, release: "1.5.0" },
        ],
        bursts: [],
        outages: [
          { ...outage, share: 0.6, status: 503, tookMs: 4, outcome: "upstreamError" },
          { ...slow, share: 0, status: 200, slower: 1.8 },
          { from, to: released, share: 0, status: 200, slower: 1.15 },
        ],
      },
    ],
    expected: [
      {
        api: "orders",
        objective: "availability",
        client: null,
        urgency: "page",
        fires: { from: outage.from + MINUTE_MS, to: outage.from + 5 * MINUTE_MS },
        ends: { from: outage.to, to: outage.to + 40 * MINUTE_MS },
      },
    ],
  };
}

const OBJECTIVES = `zone: UTC
apis:
  orders:
    window: 30 days
    perClient: true
    objectives:
      availability: 99.9%
      latency: 99% within 400ms
`;

const CLIENTS = liveClients([
  { name: "harbour-shop", organisation: "Harbour Foods", plan: "gold", share: 40 },
  { name: "harbour-app", organisation: "Harbour Foods", plan: "gold", share: 25 },
  { name: "linden-erp", organisation: "Linden Works", plan: "gold", share: 18 },
  { name: "linden-sync", organisation: "Linden Works", plan: "free", share: 10 },
  { name: "quay-app", organisation: "Quay Studio", plan: "free", share: 7 },
]);
