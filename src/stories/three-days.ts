import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel";
import { ORDERS_OPERATIONS } from "./model/orders-operations.ts";
import type { Story } from "./model/story.ts";
import { zipfClients } from "./model/zipf-clients.ts";

/** Monday, 2 March 2026. */
const FROM = Date.UTC(2026, 2, 2);
const BROKEN = "shop-0003";
const UNLUCKY = "shop-0006";

/**
 * Three days of an API that takes orders, about 250,000 requests of 40 shops. Monday 10:00: the third largest shop
 * ships a release that sends bad orders for 90 minutes. Tuesday 14:05: an outage, 30 % of all requests get 503 for
 * 25 minutes; 19:00: an hour in which everything is eight times slower. Wednesday 09:00: for two hours each request
 * of the sixth shop, and of no other, fails with 500. Times are UTC.
 */
export function threeDays(seed: number): Story {
  const tuesday = FROM + DAY_MS;
  const wednesday = FROM + 2 * DAY_MS;
  return {
    seed,
    from: FROM,
    to: FROM + 3 * DAY_MS,
    api: "orders",
    host: "api.orders.example",
    ratePerHour: [
      700, 500, 400, 400, 500, 900, 1_800, 3_200, 4_800, 5_800, 6_200, 6_300, 6_000, 5_900, 5_800, 5_600, 5_300, 4_900,
      4_700, 4_600, 4_000, 2_900, 1_800, 1_100,
    ],
    clients: zipfClients({ count: 40, exponent: 1, prefix: "shop", seed }),
    operations: ORDERS_OPERATIONS,
    errorShare: 0.000_1,
    clientFaultShare: 0.015,
    outages: [
      {
        from: FROM + 10 * HOUR_MS,
        to: FROM + 11 * HOUR_MS + 30 * MINUTE_MS,
        share: 0.9,
        status: 400,
        clients: [BROKEN],
      },
      {
        from: tuesday + 14 * HOUR_MS + 5 * MINUTE_MS,
        to: tuesday + 14 * HOUR_MS + 30 * MINUTE_MS,
        share: 0.3,
        status: 503,
      },
      { from: tuesday + 19 * HOUR_MS, to: tuesday + 20 * HOUR_MS, share: 0, status: 503, slower: 8 },
      { from: wednesday + 9 * HOUR_MS, to: wednesday + 11 * HOUR_MS, share: 1, status: 500, clients: [UNLUCKY] },
    ],
  };
}
