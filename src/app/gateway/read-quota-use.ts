import type { QuotaUse, Rules } from "#gateway";
import type { Interval } from "#kernel";
import type { TrafficCounts } from "#traffic";

/** What the use of quotas is read from. */
export interface QuotaUseParts {
  readonly rules: Rules;
  readonly traffic: Pick<TrafficCounts, "metered">;
  /** All names under which records of a client are kept, by its id. */
  readonly namesOf: (clientId: string) => readonly string[];
}

/** How much of a quota is used, and how much it allows. */
export interface AllowedUse extends QuotaUse {
  readonly allowed: number;
}

/**
 * How much of each quota is used, by the same counts as the usage that people see: of all subscriptions that are active
 * under a plan with a quota, in the period that holds `now` (epoch ms). Counts are read once for an API and a period.
 */
export async function readQuotaUse({ rules, traffic, namesOf }: QuotaUseParts, now: number): Promise<AllowedUse[]> {
  const uses: AllowedUse[] = [];
  for (const { api, subscriptions } of rules.apis) {
    const read = new Map<string, ReadonlyMap<string, number>>();
    for (const subscription of subscriptions.values()) {
      const plan = subscription.state === "active" ? rules.planOf(subscription, now) : undefined;
      const allowed = plan?.quota?.requests;
      if (plan === undefined || allowed === undefined) continue;
      const period = plan.periodAt(now);
      const counts = read.get(keyOf(period)) ?? (await traffic.metered({ api: api.api, ...period }));
      read.set(keyOf(period), counts);
      const used = namesOf(subscription.clientId).reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
      uses.push({ id: subscription.id, from: period.from, used, allowed });
    }
  }
  return uses;
}

function keyOf({ from, to }: Interval): string {
  return `${from} ${to}`;
}
