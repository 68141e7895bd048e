import { DAY_MS } from "#kernel";
import { ORDINARY_APIS } from "./model/bad-day/bad-day-apis.ts";
import { breaking } from "./model/bad-day/breaking.ts";
import { SLOW_RELEASE_MS, today } from "./model/bad-day/today.ts";
import type { Troubles } from "./model/bad-day/troubles.ts";
import { type LiveMoment, spanOf } from "./model/live-moment.ts";
import type { LiveApi, LiveStory, Release } from "./model/live-story.ts";

/**
 * Three APIs (`orders`, `payments`, `catalogue`) of forty clients of twenty organisations, about 3.2 million requests in
 * 30 days. All is well until today. Then: 5 h ago a release of the catalogue made one operation twelve times slower, and
 * it still is. 4 h ago a client of payments lost its credentials: its faults, not ours. 3 h ago four of ten payments
 * failed for 45 minutes, which spends more than the month's budget. 2½ h ago one of seven batches of a client of orders
 * began to time out: only its own objective burns. 90 min ago another client of orders sent six requests a second for
 * 70 minutes, and nine of ten were throttled. With `breaksAt`, things break from then on, in turn, each two hours:
 * payments as a whole for 4 minutes, after 12 minutes the checkout of orders, after 26 minutes one client.
 */
export function badDay(moment: LiveMoment): LiveStory {
  const { now, from } = spanOf(moment);
  const troubles = moment.breaksAt === undefined ? [today(now)] : [today(now), breaking(moment.breaksAt)];
  const api = (name: keyof typeof ORDINARY_APIS, releases: readonly Release[]): LiveApi => ({
    ...ORDINARY_APIS[name],
    ...joined(name, troubles),
    releases,
  });
  return {
    name: "bad-day",
    seed: 3,
    now,
    from,
    apis: [
      api("orders", [
        { from, release: "2.18.0" },
        { from: now - 12 * DAY_MS, release: "2.19.0" },
      ]),
      api("payments", [{ from, release: "1.7.3" }]),
      api("catalogue", [
        { from, release: "4.1.0" },
        { from: now - SLOW_RELEASE_MS, release: "4.2.0" },
      ]),
    ],
    expected: troubles.flatMap(({ expected }) => expected),
  };
}

function joined(name: keyof typeof ORDINARY_APIS, troubles: readonly Troubles[]): Pick<LiveApi, "outages" | "bursts"> {
  return {
    outages: troubles.flatMap(({ outages }) => outages[name]),
    bursts: troubles.flatMap(({ bursts }) => bursts[name]),
  };
}
