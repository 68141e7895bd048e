import { HOUR_MS } from "#kernel";
import type { Outage } from "../story.ts";
import { UNLUCKY } from "./bad-day-clients.ts";
import { minutesAfter, page, type Troubles } from "./troubles.ts";

/** One round of troubles each two hours, for two days. */
const ROUND_MS = 2 * HOUR_MS;
const ROUNDS = 24;

/** What breaks in front of the audience, in turn: all of payments, then one operation of orders, then one client. */
export function breaking(breaksAt: number): Troubles {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => breaksAt + round * ROUND_MS);
  return {
    outages: {
      catalogue: [],
      payments: rounds.map((at) => ({ ...minutesAfter(at, 0, 4), ...DOWN })),
      orders: rounds.flatMap((at) => [
        { ...minutesAfter(at, 12, 20), ...SLOW },
        { ...minutesAfter(at, 26, 32), ...FAILING },
      ]),
    },
    bursts: { catalogue: [], payments: [], orders: [] },
    expected: [
      { ...page("payments", "availability"), fires: minutesAfter(breaksAt, 0, 2), ends: minutesAfter(breaksAt, 4, 45) },
      { ...page("orders", "checkout"), fires: minutesAfter(breaksAt, 12, 20), ends: minutesAfter(breaksAt, 20, 65) },
      {
        ...page("orders", "availability", UNLUCKY),
        fires: minutesAfter(breaksAt, 26, 32),
        ends: minutesAfter(breaksAt, 32, 90),
      },
    ],
  };
}

const DOWN: Omit<Outage, "from" | "to"> = { share: 0.9, status: 503, tookMs: 5, outcome: "upstreamError" };
const SLOW: Omit<Outage, "from" | "to"> = { share: 0, status: 200, operations: ["POST /orders"], slower: 25 };
const FAILING: Omit<Outage, "from" | "to"> = { share: 1, status: 500, clients: [UNLUCKY] };
