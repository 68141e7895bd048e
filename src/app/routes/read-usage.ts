import { DAY_MS, floorTo, type Interval, isoText, isoTextOrNull, MINUTE_MS, moneyText } from "#kernel";
import {
  chargeOf,
  chargePeriodOf,
  type MeteredClient,
  planPeriod,
  quotaPeriodOf,
  quotaStateOf,
  type usageSchema,
} from "#plans";
import type { TrafficCounts } from "#traffic";
import type { z } from "zod";

const PPM = 1_000_000;

/** Which use is read. */
export interface UsageAsked {
  readonly api: string;
  readonly now: number;
  /** The period before the one that holds `now`. */
  readonly isPrevious: boolean;
}

type Usage = z.input<typeof usageSchema>;

/** Where each client stands in its own period: counts are read once for all clients of a period and zone. */
export async function readUsage(
  traffic: TrafficCounts,
  clients: readonly MeteredClient[],
  { api, now, isPrevious }: UsageAsked,
): Promise<Usage[]> {
  if (clients.length === 0) return [];
  const names = clients.flatMap((client) => client.names);
  const read = new Map<string, Promise<ReadonlyMap<string, number>>>();
  const countsOf = (range: Interval): Promise<ReadonlyMap<string, number>> => {
    const key = `${range.from} ${range.to}`;
    const counts = read.get(key) ?? traffic.metered({ api, clients: names, ...range });
    read.set(key, counts);
    return counts;
  };
  const usages: Usage[] = [];
  for (const client of clients) {
    const period = periodOf(client, { now, isPrevious });
    const at = Math.min(now, period.to);
    // Counts are by the minute, and the present one is not over.
    const used = sumOf(await countsOf(period), client.names);
    const lastDay = sumOf(
      await countsOf({ from: floorTo(at, MINUTE_MS) - DAY_MS, to: floorTo(at, MINUTE_MS) }),
      client.names,
    );
    usages.push(usageOf(client, { api, period, used, lastDay, now: at }));
  }
  return usages;
}

function periodOf({ plan }: MeteredClient, { now, isPrevious }: Pick<UsageAsked, "now" | "isPrevious">): Interval {
  const present = quotaPeriodOf(planPeriod(plan), plan.zone, now);
  return isPrevious ? quotaPeriodOf(planPeriod(plan), plan.zone, present.from - 1) : present;
}

function sumOf(counts: ReadonlyMap<string, number>, names: readonly string[]): number {
  return names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
}

interface Counted {
  readonly api: string;
  readonly period: Interval;
  readonly used: number;
  readonly lastDay: number;
  readonly now: number;
}

function usageOf({ client, organisation, plan }: MeteredClient, { api, ...counted }: Counted): Usage {
  const state = quotaStateOf({ ...counted, quota: plan.quota?.requests ?? null });
  const unit = planPeriod(plan);
  const isCharged = plan.price !== null && chargePeriodOf(plan.price) === unit;
  const total = isCharged ? chargeOf(plan.price, counted.used) : null;
  return {
    client,
    organisation,
    api,
    plan: plan.plan,
    period: { unit, zone: plan.zone, from: isoText(counted.period.from), to: isoText(counted.period.to) },
    used: state.used,
    quota: state.quota,
    share: state.sharePpm === null ? null : state.sharePpm / PPM,
    lastDay: counted.lastDay,
    projected: state.projected,
    usedUpAt: isoTextOrNull(state.usedUpAt),
    reached: [...state.reached],
    charge: total === null ? null : { ...total, text: moneyText(total) },
  };
}
