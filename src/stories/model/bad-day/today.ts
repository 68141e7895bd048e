import { HOUR_MS, MINUTE_MS } from "#kernel";
import type { Outage } from "../story.ts";
import { HAMMER, LOCKED_OUT, TIMED_OUT } from "./bad-day-clients.ts";
import { minutesAfter, page, type Troubles } from "./troubles.ts";

/** How long before now the slow release came. */
export const SLOW_RELEASE_MS = 5 * HOUR_MS;

/** What has gone wrong today, as seen from now. */
export function today(now: number): Troubles {
  const slow = { from: now - SLOW_RELEASE_MS, to: Number.MAX_SAFE_INTEGER };
  const partial = { from: now - 3 * HOUR_MS, to: now - 135 * MINUTE_MS };
  const hammering = { from: now - 90 * MINUTE_MS, to: now - 20 * MINUTE_MS };
  const lockedOut = { from: now - 4 * HOUR_MS, to: Number.MAX_SAFE_INTEGER };
  const timingOut = { from: now - 150 * MINUTE_MS, to: now + 5 * MINUTE_MS };
  return {
    outages: {
      catalogue: [{ ...slow, share: 0, status: 200, operations: ["GET /products"], slower: 12 }],
      payments: [
        { ...partial, share: 0.4, status: 503, tookMs: 6, outcome: "upstreamError" },
        { ...lockedOut, share: 1, status: 401, clients: [LOCKED_OUT], tookMs: 2, outcome: "unauthenticated" },
      ],
      orders: [
        { ...hammering, share: 0.9, status: 429, clients: [HAMMER], tookMs: 1, outcome: "throttled" },
        { ...timingOut, ...TOO_LARGE },
      ],
    },
    bursts: {
      catalogue: [],
      payments: [{ ...lockedOut, client: LOCKED_OUT, operation: "GET /methods", perSecond: 0.1 }],
      orders: [
        { ...hammering, client: HAMMER, operation: "GET /orders", perSecond: 6 },
        { ...timingOut, client: TIMED_OUT, operation: "POST /orders/batch", perSecond: 0.02 },
      ],
    },
    expected: [
      { ...page("catalogue", "latency"), fires: minutesAfter(slow.from, 10, 60), ends: { ...slow, from: now } },
      {
        ...page("payments", "availability"),
        fires: minutesAfter(partial.from, 0, 8),
        ends: minutesAfter(partial.to, 10, 60),
      },
      { ...page("orders", "availability", TIMED_OUT), fires: minutesAfter(timingOut.from, 5, 90), ends: null },
    ],
  };
}

const TOO_LARGE: Omit<Outage, "from" | "to"> = {
  share: 0.14,
  status: 504,
  clients: [TIMED_OUT],
  operations: ["POST /orders/batch"],
  tookMs: 30_000,
  outcome: "timeout",
};
